import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What to run, with the words before its own. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** The setting, else the program of the workspace, else that of the PATH. */
export function findProgram(setting: string, folders: readonly string[]): Program {
  if (setting !== '') return setting.endsWith('.js') ? { command: 'node', args: [setting] } : { command: setting, args: [] };
  const installed = folders
    .flatMap((folder) => [join(folder, 'node_modules', 'perennial', 'dist', 'cli', 'main.js'), join(folder, 'dist', 'cli', 'main.js')])
    .find((file) => existsSync(file));
  return installed === undefined ? { command: 'perennial', args: [] } : { command: 'node', args: [installed] };
}

/** A line for a terminal. */
export function commandLine({ command, args }: Program, words: readonly string[]): string {
  return [command, ...args, ...words].map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`)).join(' ');
}
