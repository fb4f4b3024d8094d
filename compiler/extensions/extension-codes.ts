import { quotedList } from '../../grammar/did-you-mean.js';
import type { Report } from '../../grammar/diagnostics/code.js';
import { code, createReport } from '../../grammar/diagnostics/code.js';
import { suggestionHelp } from '../diagnostics/suggestion.js';

/** C91xx: plug-ins, their manifests, and what actions and channels are given. */
export const extensionCodes = {
  C9101: code<{ name: string; folder: boolean }>({
    rule: 'plugin-not-found',
    severity: 'error',
    summary: 'a plug-in that is not installed',
    message: ({ name, folder }) => (folder ? `There is no plug-in in ${name}.` : `The plug-in "${name}" is not installed.`),
    help: ({ name, folder }) =>
      folder ? 'Name a folder with a package.json and a plugin.manifest.json.' : `Run: npm install ${name}`,
  }),
  C9102: code<{ name: string; folder: string }>({
    rule: 'plugin-without-manifest',
    severity: 'error',
    summary: 'a plug-in without a manifest',
    message: ({ name }) => `The plug-in "${name}" has no plugin.manifest.json.`,
    help: ({ folder }) => `Build it, then run: perennial plugin manifest ${folder}`,
  }),
  C9103: code<{ name: string; problem: string }>({
    rule: 'manifest-unreadable',
    severity: 'error',
    summary: 'a manifest that cannot be read',
    message: ({ name, problem }) => `The manifest of "${name}" cannot be read: ${problem}.`,
    help: () => 'Write it anew with: perennial plugin manifest',
  }),
  C9104: code<{ name: string; found: string; supported: number }>({
    rule: 'plugin-api-version',
    severity: 'error',
    summary: 'a plug-in for another version of Perennial',
    message: ({ name, found, supported }) =>
      `The plug-in "${name}" is written for plug-in API ${found}; this version has ${supported}.`,
    help: ({ name, found, supported }) =>
      Number(found) > supported ? 'Update perennial.' : `Update the plug-in: npm install ${name}@latest`,
  }),
  C9105: code<{ name: string; because: string }>({
    rule: 'manifest-stale',
    severity: 'error',
    summary: 'a manifest that does not belong to its package',
    message: ({ name, because }) => `The manifest of "${name}" is not that of its package: ${because}.`,
    help: () => 'Write it anew with: perennial plugin manifest',
  }),
  C9106: code<{ what: string; name: string; plugin: string; other: string }>({
    rule: 'extension-name-clash',
    severity: 'error',
    summary: 'a name that two plug-ins claim',
    message: ({ what, name, plugin, other }) =>
      plugin === other
        ? `"${plugin}" offers two ${what}s "${name}".`
        : `"${plugin}" and ${other === '' ? 'the language itself' : `"${other}"`} both have the ${what} "${name}".`,
    help: () => 'Remove one of the two plug-ins, or ask its author for another name.',
  }),
  C9107: code<{ name: string; where: string; problem: string }>({
    rule: 'extension-schema-invalid',
    severity: 'error',
    summary: 'a plug-in whose schema is none',
    message: ({ name, where, problem }) => `The schema of ${where} in "${name}" is not valid: ${problem}.`,
    help: () => 'Its author has to mend it: JSON Schema, draft 2020-12, with "type": "object".',
  }),
  C9108: code<{ name: string }>({
    rule: 'plugin-listed-twice',
    severity: 'error',
    summary: 'a plug-in listed twice',
    message: ({ name }) => `The plug-in "${name}" is listed twice.`,
    help: () => 'Remove one of the two lines.',
  }),
  C9111: code<{ name: string; suggestion?: string | undefined; known: readonly string[] }>({
    rule: 'unknown-action',
    severity: 'error',
    summary: 'an action that no plug-in offers',
    message: ({ name }) => `There is no action "${name}".`,
    help: ({ suggestion, known }) =>
      suggestionHelp(
        suggestion,
        known.length === 0
          ? 'Name the package that has it under "plugins:" in perennial.yaml.'
          : `There are ${quotedList(known.slice(0, 8), 'and')}; more come with "plugins:" in perennial.yaml.`,
      ),
  }),
  C9112: code<{ key: string; where: string; suggestion?: string | undefined; known: readonly string[] }>({
    rule: 'unknown-action-key',
    severity: 'error',
    summary: 'a key that the action or channel does not take',
    message: ({ key, where }) => `${sentence(where)} takes no "${key}".`,
    help: ({ suggestion, known }) =>
      suggestionHelp(suggestion, known.length === 0 ? 'Remove it.' : `It takes ${quotedList(known.slice(0, 8), 'and')}.`),
  }),
  C9113: code<{ key: string; where: string; wanted: string }>({
    rule: 'missing-action-key',
    severity: 'error',
    summary: 'a key that the action or channel needs',
    message: ({ key, where }) => `${sentence(where)} needs "${key}".`,
    help: ({ key, wanted }) => `Add "${key}:"${wanted === '' ? '' : `, ${wanted}`}.`,
  }),
  C9114: code<{ key: string; wanted: string; quote?: string | undefined }>({
    rule: 'action-value-mismatch',
    severity: 'error',
    summary: 'a value that the action or channel cannot use',
    message: ({ key, wanted }) => `"${key}" must be ${wanted}.`,
    help: ({ quote }) => (quote === undefined ? undefined : `Put it in quotes: "${quote}"`),
  }),
};

export type ExtensionReport = Report<typeof extensionCodes>;

export function createExtensionReport(): ExtensionReport {
  return createReport(extensionCodes);
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
