import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, isAlive } from '../processes/process-table.js';

// Above what any system gives out.
const pidOfNobody = 2_147_483_647;

/**
 * Makes a data folder startable that a killed server left behind.
 *
 * PostgreSQL itself clears the file of a dead process, but refuses when another program was given
 * that pid since. Only the pid is replaced then: by the rest of the file the server still checks
 * that no process of the old one is at work on the data, and deleting it would skip that.
 *
 * @throws when a server runs on this folder
 */
export function clearPostmasterFile(dataDir: string): void {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n');
  const pid = Number(first);
  if (!isAlive(pid)) return;
  const command = commandLine(pid);
  if (command === '' || command.includes(dataDir)) {
    throw new Error(`The database in ${dataDir} runs already, as process ${pid}.`);
  }
  writeFileSync(file, [pidOfNobody, ...rest].join('\n'));
}
