import { Command } from 'commander';
import { allCommands } from '../../cli/commands/all-commands.js';
import { UsageError } from '../../cli/exit-code.js';
import type { Finished } from './perennial.js';
import { recordingHost } from './recording-host.js';

/** Runs a command in this process, as the program would; nobody watches. */
export async function runCommand(
  words: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Finished> {
  const host = { ...recordingHost(cwd), env };
  const program = new Command().exitOverride();
  let code = -1;
  const load = allCommands[words[0] ?? ''];
  if (load === undefined) throw new Error(`no command ${words[0]}`);
  (await load()).add(program, host, async (action) => {
    code = await action;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 2, out: host.said.out, err: `${error.message}\n${error.next ?? ''}` };
  }
  return { code, ...host.said };
}
