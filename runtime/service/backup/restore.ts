import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findClientProgram } from '../../servers/postgres/client-programs.js';
import { restoreDatabase } from '../../servers/postgres/dump.js';
import type { Database } from '../../store/database.js';
import { migrate } from '../../store/migrate.js';
import { beginRestore, endRestore, giveUpRestore, unfinishedRestore } from '../../store/unfinished-restore.js';
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
 * Until the hold stands nobody can serve the database. Broken off before that, the same backup read
 * in again goes on from there.
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
  const begun = await unfinishedRestore(db);
  const empty = await isEmpty(db);
  if (!empty && begun !== note.sha256) return { kind: 'not-empty' };
  const { now, version } = await serverNow(db);
  if (version < note.postgres) return { kind: 'older-server', server: version, needed: note.postgres };
  const { program, found } = await findClientProgram('pg_restore', note.postgres, env);
  if (program === undefined) return { kind: 'no-program', needed: note.postgres, found: found.map((one) => one.version) };
  // What is there beside the mark came in one transaction: all of it, or nothing.
  if (empty) await readIn(db, note, () => restoreDatabase(program, url, file));
  await endRestore(db, now);
  await migrate(db);
  return { kind: 'restored', note };
}

async function readIn(db: Database, { sha256 }: BackupNote, read: () => Promise<void>): Promise<void> {
  await beginRestore(db, sha256);
  try {
    await read();
  } catch (error) {
    if (await isEmpty(db)) await giveUpRestore(db);
    throw error;
  }
}
