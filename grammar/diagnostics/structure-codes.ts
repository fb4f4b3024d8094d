import { quotedList } from '../did-you-mean.js';
import { code } from './code.js';

/** C1xxx: keys and values, before names are resolved. */
export const structureCodes = {
  C1001: code({
    rule: 'unknown-key',
    severity: 'error',
    summary: 'unknown key',
    message: (at: { key: string; where: string; near: readonly string[]; known: readonly string[] }) =>
      `"${at.key}" is not a key of ${at.where}.`,
    help: ({ near, known }) =>
      near.length > 0 ? `Did you mean ${quotedList(near)}?` : `Known here: ${known.join(', ')}.`,
  }),
  C1002: code({
    rule: 'missing-key',
    severity: 'error',
    summary: 'missing key',
    domain: ['N-01'],
    message: (at: { key: string; where: string; example: string }) =>
      `${at.where.charAt(0).toUpperCase()}${at.where.slice(1)} needs "${at.key}".`,
    help: (at) => `Add a line such as "${at.example}".`,
  }),
  C1003: code({
    rule: 'empty-value',
    severity: 'error',
    summary: 'key without a value',
    message: (at: { key: string; example: string }) => `"${at.key}" has no value.`,
    help: (at) => `Write a value, such as "${at.example}", or remove the key.`,
  }),
  C1004: code({
    rule: 'wrong-kind',
    severity: 'error',
    summary: 'wrong kind of value',
    message: (at: { key: string; wanted: string; found: string; example: string }) =>
      `"${at.key}" wants ${at.wanted}, not ${at.found}.`,
    help: (at) => `For example "${at.example}".`,
  }),
  C1005: code({
    rule: 'word-wanted',
    severity: 'error',
    summary: 'number or truth value where a word is wanted',
    message: (at: { key: string; text: string; wanted: string }) =>
      `"${at.key}" wants ${at.wanted}; "${at.text}" is read as a ${/\d/.test(at.text) ? 'number' : 'truth value'}.`,
    help: (at) => `If "${at.text}" is meant as text, put it in quotes.`,
  }),
  C1006: code({
    rule: 'unknown-word',
    severity: 'error',
    summary: 'word that is not in the list',
    message: (at: { key: string; text: string; near: readonly string[]; known: readonly string[] }) =>
      `"${at.key}" cannot be "${at.text}".`,
    help: ({ near, known }) =>
      near.length > 0 ? `Did you mean ${quotedList(near)}?` : `Write ${quotedList(known)}.`,
  }),
  C1007: code({
    rule: 'not-in-this-version',
    severity: 'error',
    summary: 'not in this version',
    message: (at: { construct: string }) => `"${at.construct}" is not in this version of the language.`,
    help: () => 'Remove it; the language reference lists what can stand here.',
  }),
  C1008: code({
    rule: 'step-without-verb',
    severity: 'error',
    summary: 'step that does not say what it does',
    message: () => 'The step does not say what it does.',
    help: (at: { verbs: readonly string[] }) => `Begin it with one of ${at.verbs.join(', ')}, such as "- send: hello".`,
  }),
  C1009: code({
    rule: 'step-with-two-verbs',
    severity: 'error',
    summary: 'step that does two things',
    message: (at: { first: string; second: string }) =>
      `The step says both "${at.first}" and "${at.second}"; a step does one thing.`,
    help: (at) => `Begin a new step with "- ${at.second}:".`,
  }),
  C1010: code({
    rule: 'not-a-name',
    severity: 'error',
    summary: 'not a name',
    message: (at: { key: string; text: string; hyphens: boolean }) => `"${at.text}" cannot be a name.`,
    help: (at) =>
      `A name begins with a letter and has only letters, digits${at.hyphens ? ', "-" and "_"' : ' and "_"'}.`,
  }),
  C1011: code({
    rule: 'number-wanted',
    severity: 'error',
    summary: 'not a number',
    message: (at: { key: string; text: string; wanted: string }) => `"${at.key}" wants ${at.wanted}, not "${at.text}".`,
    help: (at) => `Write ${at.wanted}, without quotes.`,
  }),
  C1012: code({
    rule: 'yes-or-no-wanted',
    severity: 'error',
    summary: 'neither true nor false',
    message: (at: { key: string; text: string }) => `"${at.key}" is true or false, not "${at.text}".`,
    help: () => 'Write true or false, without quotes.',
  }),
  C1013: code({
    rule: 'not-a-moment',
    severity: 'error',
    summary: 'not a date with a time',
    message: (at: { text: string }) => `"${at.text}" is not a moment that exists.`,
    help: () => 'Write it like 2026-03-27 10:00.',
  }),
  C1014: code({
    rule: 'reserved-name',
    severity: 'error',
    summary: 'reserved word as a name',
    message: (at: { text: string }) => `"${at.text}" is a word of the language and cannot be a name.`,
    help: () => 'Choose another name.',
  }),
  C1015: code({
    rule: 'several-expectations',
    severity: 'error',
    summary: 'expectation that does not say one thing',
    message: (at: { known: readonly string[] }) => `An expectation says one of ${quotedList(at.known)}.`,
    help: () => 'For example "{ sent: hello }".',
  }),
};
