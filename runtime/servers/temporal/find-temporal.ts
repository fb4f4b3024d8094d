import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildTemporal } from './build-temporal.js';
import { cacheFolder } from '../cache-folder.js';
import { downloadTemporal } from './download-temporal.js';
import { withLock } from '../processes/lock-file.js';
import { isTemporal } from './temporal-version.js';

export type FoundTemporal =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'binary'; readonly path: string };

export interface FindTemporalOptions {
  readonly progress: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
  /** Outside the checkout, so that a fresh clone finds what an older one built. */
  readonly cacheDir?: string;
  readonly downloadFrom?: string;
}

/**
 * A Temporal server to talk to, or the program to start one with.
 *
 * In this order: `TEMPORAL_ADDRESS`, `temporal` on PATH, the cache, a download, a build with Go.
 * Callers that come together share one download or build.
 *
 * @throws when all of that fails, naming the ways out
 */
export async function findTemporal(options: FindTemporalOptions): Promise<FoundTemporal> {
  const { progress, env, cacheDir = cacheFolder(env), downloadFrom = 'https://temporal.download' } = options;
  if (env['TEMPORAL_ADDRESS']) return { kind: 'address', address: env['TEMPORAL_ADDRESS'] };

  const installed = findOnPath('temporal', env);
  if (installed !== undefined && (await isTemporal(installed))) return { kind: 'binary', path: installed };

  const cached = join(cacheDir, 'bin', withSuffix('temporal'));
  if (existsSync(cached)) return { kind: 'binary', path: cached };

  const wait = () => progress('Another process is fetching the Temporal server; waiting for it.');
  return withLock(join(cacheDir, 'temporal.lock'), wait, async () => {
    if (existsSync(cached)) return { kind: 'binary', path: cached };
    if (await downloadTemporal({ from: downloadFrom, target: cached, progress })) {
      return { kind: 'binary', path: cached };
    }
    const go = findOnPath('go', env);
    if (go === undefined) throw new Error(waysOut('it cannot be downloaded, and Go is not installed'));
    const failure = await buildTemporal({ go, target: cached, env, progress });
    if (failure !== undefined) throw new Error(waysOut(failure));
    return { kind: 'binary', path: cached };
  });
}

function waysOut(reason: string): string {
  return [
    `There is no Temporal server: ${reason}.`,
    'Any one of these helps:',
    '  - install the `temporal` command (https://docs.temporal.io/cli) so that it is on PATH',
    '  - set TEMPORAL_ADDRESS=host:port to a server that runs already',
    '  - install Go 1.25 or newer; the server is then built once, in about three minutes',
  ].join('\n');
}

function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, withSuffix(name))).find((path) => existsSync(path));
}

function withSuffix(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}
