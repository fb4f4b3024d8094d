import { code } from './code.js';

/** C0xxx: the file as YAML, before anything of a campaign is read. */
export const yamlCodes = {
  C0001: code({
    rule: 'yaml-syntax',
    severity: 'error',
    summary: 'the file cannot be read as YAML',
    message: (at: { problem: string }) => at.problem,
    help: () => 'Look at the indentation, the quotes and the brackets of this line and the one above.',
  }),
  C0002: code({
    rule: 'file-too-large',
    severity: 'error',
    summary: 'file too large',
    message: (at: { size: number; limit: number }) =>
      `The file has ${at.size} characters; ${at.limit} are the limit.`,
    help: () => 'Split it into several files.',
  }),
  C0003: code({
    rule: 'nested-too-deeply',
    severity: 'error',
    summary: 'nested too deeply',
    message: (at: { limit: number }) => `The file nests lists and keys more than ${at.limit} levels deep.`,
    help: () => 'Move the inner part into a campaign of its own.',
  }),
  C0004: code({
    rule: 'yaml-anchor',
    severity: 'error',
    summary: 'anchor',
    message: (at: { text: string }) => `"${at.text}" is a YAML anchor, which campaigns do not use.`,
    help: () => 'Remove it; if the value begins with "&", put the whole value in single quotes.',
  }),
  C0005: code({
    rule: 'yaml-alias',
    severity: 'error',
    summary: 'alias',
    message: (at: { text: string }) => `"${at.text}" is a YAML alias, which campaigns do not use.`,
    help: () => 'Write the value out; if it begins with "*", put the whole value in single quotes.',
  }),
  C0006: code({
    rule: 'yaml-tag',
    severity: 'error',
    summary: 'tag',
    message: (at: { text: string }) => `YAML takes "${at.text}" for a tag and would drop it from the value.`,
    help: (at) =>
      /^![\w(]/.test(at.text)
        ? `Write "not ${at.text.slice(1)}" instead of "${at.text}".`
        : 'Remove it, or put the whole value in single quotes.',
  }),
  C0007: code({
    rule: 'yaml-merge-key',
    severity: 'error',
    summary: 'merge key',
    message: () => '"<<" merges other keys in, which campaigns do not use.',
    help: () => 'Write the keys out.',
  }),
  C0008: code({
    rule: 'yaml-directive',
    severity: 'error',
    summary: 'directive',
    message: (at: { text: string }) => `"${at.text}" changes how the file is read, which is not allowed.`,
    help: () => 'Remove the line.',
  }),
  C0009: code({
    rule: 'several-documents',
    severity: 'error',
    summary: 'several documents in one file',
    message: () => 'A second document begins here; a file holds one.',
    help: () => 'Move what follows to a file of its own.',
  }),
  C0010: code({
    rule: 'complex-key',
    severity: 'error',
    summary: 'key that is not a word',
    message: () => 'A key is one word; this is something else.',
    help: () => 'Write "key: value".',
  }),
  C0011: code({
    rule: 'duplicate-key',
    severity: 'error',
    summary: 'key written twice',
    message: (at: { key: string; line: number; column: number }) =>
      `"${at.key}" stands here twice, first defined at ${at.line}:${at.column}.`,
    help: () => 'Keep one of the two.',
  }),
  C0012: code({
    rule: 'not-a-mapping',
    severity: 'error',
    summary: 'file without keys',
    message: (at: { found: string }) => `The file holds ${at.found}; it must hold keys with values.`,
    help: () => 'Begin with a line such as "campaign: trial-welcome".',
  }),
  C0013: code({
    rule: 'empty-file',
    severity: 'error',
    summary: 'empty file',
    message: () => 'The file is empty.',
    help: () => 'Write something into it, or remove it.',
  }),
  C0014: code({
    rule: 'tab-indentation',
    severity: 'error',
    summary: 'tab as indentation',
    message: () => 'The line is indented with a tab; YAML wants spaces.',
    help: () => 'Use two spaces for each level.',
  }),
  C0015: code({
    rule: 'unquoted-placeholder',
    severity: 'error',
    summary: 'value that begins with {{',
    message: () => 'A value that begins with "{{" must stand in quotes.',
    help: () => 'Put the whole value in quotes.',
  }),
  C0016: code({
    rule: 'split-in-braces',
    severity: 'error',
    summary: 'value split by a comma or bracket',
    message: () => 'Inside { } and [ ], a comma or bracket splits the value here.',
    help: () => 'Write each key on a line of its own, without { } or [ ], or put the value in single quotes.',
  }),
  C0017: code({
    rule: 'cut-by-comment',
    severity: 'error',
    summary: 'text cut by a comment',
    message: () => 'YAML takes " #" for a comment, so the text ends before its closing quote.',
    help: () => 'Put the whole value in single quotes.',
  }),
  C0018: code({
    rule: 'colon-in-value',
    severity: 'error',
    summary: 'colon inside a value',
    message: () => 'A value with ": " in it must stand in quotes.',
    help: () => 'Put the whole value in quotes, or move the key to a line of its own.',
  }),
  C0019: code({
    rule: 'text-after-quote',
    severity: 'error',
    summary: 'text behind a quoted value',
    message: () => 'The value begins with a quote, so YAML ends it at the next one.',
    help: () => 'Put the whole value in single quotes.',
  }),
  C0020: code({
    rule: 'reserved-start',
    severity: 'error',
    summary: 'value with a reserved first character',
    message: (at: { character: string }) => `A value cannot begin with "${at.character}" unless it stands in quotes.`,
    help: () => 'Put the whole value in quotes.',
  }),
  C0021: code({
    rule: 'quote-not-closed',
    severity: 'error',
    summary: 'quote never closed',
    message: (at: { quote: string }) => `The text that opens with ${at.quote} is never closed.`,
    help: (at) => `Add ${at.quote} where the text ends.`,
  }),
  C0022: code({
    rule: 'too-many-values',
    severity: 'error',
    summary: 'too many values',
    message: () => 'The file holds too many keys and values.',
    help: () => 'Split it into several files.',
  }),
};
