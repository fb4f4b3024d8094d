import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { mayUse } from './server-user.js';
import type { ServerUser } from './server-user.js';

export interface DataDirOptions extends ServerUser {
  readonly progress: (line: string) => void;
}

/**
 * The wanted folder, or one that stands for it when its way there is closed to the server's user.
 *
 * The same wish always leads to the same folder, so a second start finds the first one's data.
 */
export function chooseDataDir(wanted: string, { uid, gid, progress }: DataDirOptions): string {
  const user = { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) };
  const path = resolve(wanted);
  const parent = dirname(path);
  mkdirSync(parent, { recursive: true });
  if (mayUse(parent, user)) return path;
  const name = createHash('sha256').update(path).digest('hex').slice(0, 16);
  const other = join(folderForOthers(), name);
  progress(`The database is kept in ${other}: its user may not enter ${parent}.`);
  return other;
}

/** A folder that any user may enter, below the system's folder for such data if we may write there. */
export function folderForOthers(): string {
  for (const parent of ['/var/lib', tmpdir()]) {
    const folder = join(parent, 'perennial');
    try {
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o755);
      return folder;
    } catch {
      continue;
    }
  }
  throw new Error(`There is no folder for the database: neither /var/lib nor ${tmpdir()} can be written.`);
}

/** Makes a folder and gives it to the server's user; it stays closed to all others. */
export function makeFolderFor(path: string, { uid, gid }: ServerUser): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}
