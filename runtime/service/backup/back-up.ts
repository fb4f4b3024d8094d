import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findClientProgram } from '../../servers/postgres/client-programs.js';
import { dumpDatabase } from '../../servers/postgres/dump.js';
import type { Database } from '../../store/database.js';
import type { BackupNote } from './backup-note.js';
import { dumpName, hashOf, noteName } from './backup-note.js';
import { serverNow } from './server-now.js';

export type BackedUp =
  | { readonly kind: 'made'; readonly note: BackupNote }
  /** The folder holds something. */
  | { readonly kind: 'not-empty' }
  /** None that is new enough is on this machine; `found` are versions. */
  | { readonly kind: 'no-program'; readonly needed: number; readonly found: readonly number[] };

/** What was being handed over when the dump began may be settled after it; ms. */
const underWayMs = 60_000;

/**
 * Writes everything that is stored into an empty folder, as of one moment, while all goes on.
 *
 * @throws with what pg_dump said, when it fails; then the folder stays empty
 */
export async function backUp(db: Database, url: string, folder: string, env: Readonly<Record<string, string | undefined>>): Promise<BackedUp> {
  // It is full of persons.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) return { kind: 'not-empty' };
  const { now, version: postgres } = await serverNow(db);
  const { program, found } = await findClientProgram('pg_dump', postgres, env);
  if (program === undefined) return { kind: 'no-program', needed: postgres, found: found.map(({ version }) => version) };
  const part = join(folder, `${dumpName}.part`);
  await writeFile(part, '', { mode: 0o600 });
  try {
    await dumpDatabase(program, url, part);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  const { size } = await stat(part);
  const note: BackupNote = { format: 1, completeUntil: new Date(now - underWayMs).toISOString(), postgres, bytes: size, sha256: await hashOf(part) };
  await writeFile(join(folder, noteName), `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  await rename(part, join(folder, dumpName));
  return { kind: 'made', note };
}
