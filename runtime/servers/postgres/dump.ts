import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ClientProgram } from './client-programs.js';

/**
 * Writes all of a database into one file, as of the moment it begins.
 *
 * @throws with what the program said
 */
export async function dumpDatabase({ path }: ClientProgram, url: string, file: string): Promise<void> {
  await run(path, ['--format=custom', '--no-owner', '--no-privileges', `--file=${file}`], url);
}

/**
 * Reads such a file into an empty database: all of it, or nothing.
 *
 * @throws with what the program said
 */
export async function restoreDatabase({ path }: ClientProgram, url: string, file: string): Promise<void> {
  await run(path, ['--no-owner', '--no-privileges', '--exit-on-error', '--single-transaction', file], url);
}

/** Of what a program says only the last is told. */
const mostWords = 2_000;

async function run(program: string, words: readonly string[], url: string): Promise<void> {
  const { bare, password } = withoutPassword(url);
  // Who lists processes sees their arguments, and never their environment.
  const env = { ...process.env, ...(password === undefined ? {} : { PGPASSWORD: password }) };
  const child = spawn(program, [`--dbname=${bare}`, '--no-password', ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (part) => (said = `${said}${String(part)}`.slice(-mostWords)));
  const [code, signal]: unknown[] = await once(child, 'close');
  if (code !== 0) throw new Error(said.trim() === '' ? `it ended with ${String(signal ?? code)}` : said.trim());
}

function withoutPassword(url: string): { readonly bare: string; readonly password: string | undefined } {
  const bare = new URL(url);
  const password = bare.password === '' ? undefined : decodeURIComponent(bare.password);
  bare.password = '';
  return { bare: bare.href, password };
}
