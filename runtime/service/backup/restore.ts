import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findClientProgram } from '../../servers/postgres/client-programs.js';
import { restoreDatabase } from '../../servers/postgres/dump.js';
import type { Database } from '../../store/database.js';
import { everyCampaign, sayControl } from '../../store/edits/controls.js';
import { migrate } from '../../store/migrate.js';
import type { BackupNote } from './backup-note.js';
import { dumpName, hashOf, readNote } from './backup-note.js';
import { isEmpty, serverNow } from './server-now.js';

export type Restored =
  | { readonly kind: 'restored'; readonly note: BackupNote }
  /** The folder holds no backup, or not the whole of it. */
  | { readonly kind: 'no-backup' }
  | { readonly kind: 'damaged' }
  /** The database holds tables. */
  | { readonly kind: 'not-empty' }
  | { readonly kind: 'older-server'; readonly server: number; readonly needed: number }
  | { readonly kind: 'no-program'; readonly needed: number; readonly found: readonly number[] };

/**
 * Reads a backup into an empty database, holds everything and brings the tables up to date. What was
 * sent after the backup nobody here knows: what may leave again is for `recover` to say.
 *
 * @throws with what pg_restore said, when it fails; then the database is empty as before
 */
export async function restoreBackup(db: Database, url: string, folder: string, env: Readonly<Record<string, string | undefined>>): Promise<Restored> {
  const note = await readNote(folder);
  const file = join(folder, dumpName);
  const size = await stat(file).then(
    (found) => found.size,
    () => undefined,
  );
  if (note === undefined || size === undefined) return { kind: 'no-backup' };
  if (size !== note.bytes || (await hashOf(file)) !== note.sha256) return { kind: 'damaged' };
  if (!(await isEmpty(db))) return { kind: 'not-empty' };
  const { now, version } = await serverNow(db);
  if (version < note.postgres) return { kind: 'older-server', server: version, needed: note.postgres };
  const { program, found } = await findClientProgram('pg_restore', note.postgres, env);
  if (program === undefined) return { kind: 'no-program', needed: note.postgres, found: found.map((one) => one.version) };
  await restoreDatabase(program, url, file);
  // First of all: whoever serves this database from now on sends nothing.
  await sayControl(db, { campaign: everyCampaign, state: 'held', saidBy: 'recovery', reason: 'a backup was restored', since: now });
  await migrate(db);
  return { kind: 'restored', note };
}
