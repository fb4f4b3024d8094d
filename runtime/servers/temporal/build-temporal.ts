import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { startChild } from '../processes/child-process.js';
import { isTemporal } from './temporal-version.js';

export interface BuildOptions {
  readonly go: string;
  readonly target: string;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: (line: string) => void;
}

// The newest release that builds from the module proxy alone.
const temporalModule = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
const limitMs = 20 * 60_000;

/** Builds the server from its source and puts it at `target`; says why it could not, or undefined. */
export async function buildTemporal({ go, target, env, progress }: BuildOptions): Promise<string | undefined> {
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(dirname(target), 'build-'));
  const logFile = join(dirname(dirname(target)), 'temporal-build.log');
  const start = Date.now();
  progress('Building the Temporal server with Go: about 3 minutes, once.');
  const ticker = setInterval(() => progress(`  still building, ${elapsed(start)} of about 3:00`), 15_000);
  try {
    const child = startChild({
      name: 'temporal-build',
      command: go,
      args: ['install', '-ldflags=-s -w', temporalModule],
      // A build for another system would not go to GOBIN, nor run here.
      env: { ...env, GOBIN: folder, GOOS: '', GOARCH: '' },
      cwd: folder,
      logFile,
    });
    const limit = setTimeout(() => void child.stop(1_000), limitMs);
    const { code } = await child.exit;
    clearTimeout(limit);
    const program = join(folder, basename(target));
    if (code !== 0) return `building it with Go failed, see ${logFile}`;
    if (!(await isTemporal(program))) return `what Go built does not run, see ${logFile}`;
    renameSync(program, target);
    progress(`The Temporal server was built in ${elapsed(start)} and is kept in ${target}.`);
    return undefined;
  } finally {
    clearInterval(ticker);
    rmSync(folder, { recursive: true, force: true });
  }
}

function elapsed(start: number): string {
  const seconds = Math.round((Date.now() - start) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
