import type { CommandModule } from './command.js';

/**
 * Every command, in the order of the help. One line each.
 *
 * Loaded when they are wanted: the servers' libraries would double the time of a check.
 */
export const allCommands: Readonly<Record<string, () => Promise<CommandModule>>> = {
  demo: async () => (await import('./demo.command.js')).demoCommand,
  init: async () => (await import('./init.command.js')).initCommand,
  check: async () => (await import('./check.command.js')).checkCommand,
  test: async () => (await import('./test.command.js')).testCommand,
  apply: async () => (await import('./apply.command.js')).applyCommand,
  run: async () => (await import('./run.command.js')).runCommand,
  status: async () => (await import('./status.command.js')).statusCommand,
  lead: async () => (await import('./lead.command.js')).leadCommand,
  inbox: async () => (await import('./inbox.command.js')).inboxCommand,
  doctor: async () => (await import('./doctor.command.js')).doctorCommand,
  serve: async () => (await import('./serve.command.js')).serveCommand,
};
