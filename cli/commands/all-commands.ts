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
  fmt: async () => (await import('./fmt.command.js')).fmtCommand,
  convert: async () => (await import('./convert.command.js')).convertCommand,
  explain: async () => (await import('./explain.command.js')).explainCommand,
  test: async () => (await import('./test.command.js')).testCommand,
  preview: async () => (await import('./preview.command.js')).previewCommand,
  apply: async () => (await import('./apply.command.js')).applyCommand,
  run: async () => (await import('./run.command.js')).runCommand,
  status: async () => (await import('./status.command.js')).statusCommand,
  lead: async () => (await import('./lead.command.js')).leadCommand,
  rfm: async () => (await import('./rfm.command.js')).rfmCommand,
  tasks: async () => (await import('./tasks.command.js')).tasksCommand,
  inbox: async () => (await import('./inbox.command.js')).inboxCommand,
  doctor: async () => (await import('./doctor.command.js')).doctorCommand,
  'generate-types': async () => (await import('./generate-types.command.js')).generateTypesCommand,
  'check-events': async () => (await import('./check-events.command.js')).checkEventsCommand,
  schemas: async () => (await import('./schemas.command.js')).schemasCommand,
  lsp: async () => (await import('./lsp.command.js')).lspCommand,
  plugin: async () => (await import('./plugin.command.js')).pluginCommand,
  hold: async () => (await import('./hold.command.js')).holdCommand,
  resume: async () => (await import('./resume.command.js')).resumeCommand,
  stop: async () => (await import('./stop.command.js')).stopCommand,
  unknown: async () => (await import('./unknown.command.js')).unknownCommand,
  recover: async () => (await import('./recover.command.js')).recoverCommand,
  export: async () => (await import('./export.command.js')).exportCommand,
  erase: async () => (await import('./erase.command.js')).eraseCommand,
  serve: async () => (await import('./serve.command.js')).serveCommand,
};
