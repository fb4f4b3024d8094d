import type { CommandModule } from './command.js';

/**
 * Every command, in the order of the help. One line each.
 *
 * Loaded when they are wanted: the servers' libraries would double the time of a check.
 */
export const allCommands: Readonly<Record<string, () => Promise<CommandModule>>> = {
  demo: async () => (await import('./demo.command.js')).demoCommand,
  init: async () => (await import('./authoring/init.command.js')).initCommand,
  check: async () => (await import('./authoring/check.command.js')).checkCommand,
  fmt: async () => (await import('./authoring/fmt.command.js')).fmtCommand,
  convert: async () => (await import('./authoring/convert.command.js')).convertCommand,
  explain: async () => (await import('./authoring/explain.command.js')).explainCommand,
  test: async () => (await import('./authoring/test.command.js')).testCommand,
  preview: async () => (await import('./authoring/preview.command.js')).previewCommand,
  apply: async () => (await import('./apply.command.js')).applyCommand,
  run: async () => (await import('./run.command.js')).runCommand,
  status: async () => (await import('./status.command.js')).statusCommand,
  lead: async () => (await import('./lead.command.js')).leadCommand,
  rfm: async () => (await import('./rfm.command.js')).rfmCommand,
  tasks: async () => (await import('./tasks.command.js')).tasksCommand,
  inbox: async () => (await import('./inbox.command.js')).inboxCommand,
  'send-test': async () => (await import('./send-test.command.js')).sendTestCommand,
  doctor: async () => (await import('./doctor.command.js')).doctorCommand,
  'generate-types': async () => (await import('./authoring/generate-types.command.js')).generateTypesCommand,
  'check-events': async () => (await import('./authoring/check-events.command.js')).checkEventsCommand,
  schemas: async () => (await import('./authoring/schemas.command.js')).schemasCommand,
  lsp: async () => (await import('./authoring/lsp.command.js')).lspCommand,
  plugin: async () => (await import('./authoring/plugin.command.js')).pluginCommand,
  hold: async () => (await import('./live/hold.command.js')).holdCommand,
  resume: async () => (await import('./live/resume.command.js')).resumeCommand,
  stop: async () => (await import('./live/stop.command.js')).stopCommand,
  unknown: async () => (await import('./live/unknown.command.js')).unknownCommand,
  backup: async () => (await import('./backup.command.js')).backupCommand,
  restore: async () => (await import('./restore.command.js')).restoreCommand,
  recover: async () => (await import('./live/recover.command.js')).recoverCommand,
  keys: async () => (await import('./data/keys.command.js')).keysCommand,
  import: async () => (await import('./data/import.command.js')).importCommand,
  export: async () => (await import('./live/export.command.js')).exportCommand,
  erase: async () => (await import('./live/erase.command.js')).eraseCommand,
  serve: async () => (await import('./serve.command.js')).serveCommand,
};
