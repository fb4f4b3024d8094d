import { applyCommand } from './apply.command.js';
import { checkCommand } from './check.command.js';
import type { CommandModule } from './command.js';
import { demoCommand } from './demo.command.js';
import { doctorCommand } from './doctor.command.js';
import { inboxCommand } from './inbox.command.js';
import { initCommand } from './init.command.js';
import { leadCommand } from './lead.command.js';
import { runCommand } from './run.command.js';
import { serveCommand } from './serve.command.js';
import { statusCommand } from './status.command.js';
import { testCommand } from './test.command.js';

/** Every command, in the order of the help. One line each. */
export const allCommands: readonly CommandModule[] = [
  demoCommand,
  initCommand,
  checkCommand,
  testCommand,
  applyCommand,
  runCommand,
  statusCommand,
  leadCommand,
  inboxCommand,
  doctorCommand,
  serveCommand,
];
