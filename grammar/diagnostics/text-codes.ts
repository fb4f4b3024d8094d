import { quotedList } from '../did-you-mean.js';
import { code } from './code.js';

/** C02xx: the textual surface, before its phrases are read. */
export const textCodes = {
  C0201: code({
    rule: 'unknown-statement',
    severity: 'error',
    summary: 'word that begins nothing',
    message: (at: { word: string; where: string; near: readonly string[]; known: readonly string[] }) =>
      `"${at.word}" begins nothing in ${at.where}.`,
    help: (at) =>
      at.near.length > 0 ? `Did you mean ${quotedList(at.near)}?` : `What can stand here: ${quotedList(at.known)}.`,
  }),
  C0202: code({
    rule: 'bracket-not-closed',
    severity: 'error',
    summary: 'bracket never closed',
    message: (at: { open: string; close: string }) => `A "${at.close}" is missing here, for a "${at.open}" above.`,
    help: (at) => `Write "${at.close}" where the block ends.`,
  }),
  C0203: code({
    rule: 'text-without-statement',
    severity: 'error',
    summary: 'text that belongs to nothing',
    message: (at: { text: string }) => `"${at.text}" belongs to no statement.`,
    help: () => 'Remove it, or write the word in front that it belongs to.',
  }),
  C0204: code({
    rule: 'colon-behind-key',
    severity: 'error',
    summary: 'colon behind a key',
    message: (at: { key: string }) => `In this form no ":" stands behind "${at.key}".`,
    help: (at) => `Write "${at.key}" and a space.`,
  }),
  C0205: code({
    rule: 'bracket-missing',
    severity: 'error',
    summary: 'opening bracket missing',
    message: (at: { behind: string; open: string }) => `A "${at.open}" must stand behind "${at.behind}".`,
    help: (at) => `Write "${at.behind} ${at.open} … ${at.open === '{' ? '}' : ']'}".`,
  }),
};
