import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../cli/package-root.js';
import type { Result } from '../bench.js';
import { madeRepository } from './made-repository.js';
import { median, rounded, timed } from './rounds.js';

const rounds = 9;

/** A process that checks one small campaign, with its mails compiled by an earlier run, against one that does nothing. */
export async function measureColdCheck(progress: (line: string) => void): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'));
  try {
    for (const { path, text } of madeRepository(1)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const check = [join(packageRoot(), 'dist', 'cli', 'main.js'), 'check', folder];
    await run(check);
    const checks: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const nothingMs = await timed(() => run(['-e', '0']));
      const checkMs = await timed(() => run(check));
      checks.push(checkMs);
      ratios.push(checkMs / nothingMs);
    }
    progress(`cold-check: ${median(checks).toFixed(0)} ms: ${median(ratios).toFixed(2)}`);
    return { name: 'cold-check', value: rounded(median(checks)), unit: 'ms', ratio: rounded(median(ratios)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`))));
  });
}
