import { execFileSync, spawnSync } from 'node:child_process';

/** Whom a server runs as; empty means as we do. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * PostgreSQL refuses to run as root. Then this is the user `postgres`, made when there is none.
 *
 * @throws when we are root and such a user can neither be found nor made
 */
export function serverUser(progress: (line: string) => void): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const existing = lookUp('postgres');
  if (existing !== undefined) return existing;
  for (const command of ['groupadd -f postgres', 'useradd -r -g postgres postgres', 'adduser -S -D postgres']) {
    const [program = '', ...args] = command.split(' ');
    spawnSync(program, args, { stdio: 'ignore' });
    const made = lookUp('postgres');
    if (made === undefined) continue;
    progress('PostgreSQL does not run as root; the system user "postgres" was made for it.');
    return made;
  }
  throw new Error(
    'PostgreSQL does not run as root, and the system user "postgres" could not be made.\n' +
      'Run this as an ordinary user, or set DATABASE_URL to a database that runs already.',
  );
}

/** True when that user may enter a folder, or run a file. Asked of the system: it also knows of ACLs. */
export function mayUse(path: string, { uid, gid }: ServerUser): boolean {
  if (uid === undefined || gid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { uid, gid, cwd: '/' }).status === 0;
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  try {
    const id = (what: string) => Number(execFileSync('id', [what, name], { stdio: 'pipe' }).toString());
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}
