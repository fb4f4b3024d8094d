import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program that tries cases: it writes each to `file` before it does, and says `done N` on its way. */
export interface Tried {
  /** Of node. */
  readonly args: readonly string[];
  /** How long one case may take. */
  readonly patienceMs: number;
  progress(done: number): void;
}

/**
 * Runs it until it ends, or until one case takes too long: an endless loop can only be ended from
 * outside its process. The file for the case is its last argument.
 *
 * @throws with what it wrote, or with the case it did not come back from
 */
export async function watch({ args, patienceMs, progress }: Tried): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'laws-'));
  const file = join(folder, 'case.json');
  writeFileSync(file, '');
  const child = spawn(process.execPath, [...args, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const [, done] of text.matchAll(/^done (\d+)$/gm)) progress(Number(done));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  let hangs = false;
  const look = setInterval(() => {
    if (Date.now() - statSync(file).mtimeMs < patienceMs) return;
    hangs = true;
    child.kill('SIGKILL');
  }, Math.min(1_000, patienceMs / 4));
  // Nobody would end it, were this process ended first.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  try {
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (hangs) throw new Error(`no answer within ${patienceMs} ms to ${readFileSync(file, 'utf8')}`);
    if (code === null) throw new Error(`ended by the system at ${readFileSync(file, 'utf8')}\n${said}`);
    if (code !== 0) throw new Error(said);
  } finally {
    clearInterval(look);
    process.off('exit', end);
    rmSync(folder, { recursive: true, force: true });
  }
}
