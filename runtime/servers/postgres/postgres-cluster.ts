import { randomBytes } from 'node:crypto';
import { chownSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { startChild } from '../processes/child-process.js';
import { makeFolderFor } from './data-dir.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import type { ServerUser } from './server-user.js';

export interface ClusterOptions {
  readonly dataDir: string;
  readonly user: ServerUser;
  readonly binaries: PostgresBinaries;
  readonly progress: (line: string) => void;
}

/**
 * Makes an empty data folder with a user `perennial` and a generated password.
 *
 * @throws with the path of the log when `initdb` fails; nothing is left at `dataDir` then
 */
export async function createCluster({ dataDir, user, binaries, progress }: ClusterOptions): Promise<void> {
  progress('Making the database, once.');
  // Complete or absent: an interrupted start leaves only a folder that the next one removes.
  const next = `${dataDir}.new`;
  rmSync(next, { recursive: true, force: true });
  makeFolderFor(next, user);
  writePassword(dataDir, user);
  const logFile = `${dataDir}.log`;
  const child = startChild({
    name: 'initdb',
    command: binaries.initdb,
    args: [
      `--pgdata=${next}`,
      '--username=perennial',
      `--pwfile=${passwordFile(dataDir)}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      ...localeFlags(binaries.major),
    ],
    env: { ...process.env, LC_ALL: 'C' },
    cwd: dirname(dataDir),
    logFile,
    ...user,
  });
  const { code } = await child.exit;
  if (code !== 0) throw new Error(`The database could not be made, see ${logFile}.`);
  renameSync(next, dataDir);
}

export function readPassword(dataDir: string): string {
  return readFileSync(passwordFile(dataDir), 'utf8').trim();
}

function writePassword(dataDir: string, { uid, gid }: ServerUser): void {
  const file = passwordFile(dataDir);
  rmSync(file, { force: true });
  writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
}

function passwordFile(dataDir: string): string {
  return `${dataDir}.password`;
}

// The same order and the same lower() on every system: from 17 on the server brings its own rules.
function localeFlags(major: number): readonly string[] {
  if (major < 17) return ['--locale=C.UTF-8'];
  return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
}
