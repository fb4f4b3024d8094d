import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.js';
import type { Host } from '../host.js';

/** One command of the program: adds itself to the tree and runs through `run`. */
export interface CommandModule {
  /** `run` gets the exit code of the action and ends the program with it. */
  add(program: Command, host: Host, run: (action: Promise<ExitCode>) => Promise<void>): void;
}
