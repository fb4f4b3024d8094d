import { quotedList } from '../did-you-mean.js';
import { code } from './code.js';

/** C03xx: expressions and the phrases around them. */
export const expressionCodes = {
  C0301: code({
    rule: 'unknown-character',
    severity: 'error',
    summary: 'character without a meaning',
    message: (at: { text: string }) => `"${at.text}" means nothing in an expression.`,
    help: () => 'Remove it; text stands in double quotes.',
  }),
  C0302: code({
    rule: 'symbol-for-word',
    severity: 'error',
    summary: 'symbol instead of a word',
    message: (at: { text: string; word: string }) => `"${at.text}" is written as the word "${at.word}".`,
    help: (at) => `Write ${at.word}.`,
  }),
  C0303: code({
    rule: 'wrong-comparison-sign',
    severity: 'error',
    summary: 'wrong sign for a comparison',
    message: (at: { text: string; sign: string }) => `"${at.text}" does not compare; "${at.sign}" does.`,
    help: (at) => `Write ${at.sign}.`,
  }),
  C0304: code({
    rule: 'wrong-quotes',
    severity: 'error',
    summary: 'wrong kind of quotes',
    message: (at: { quote: string }) => `${at.quote} does not quote here; text stands in straight double quotes.`,
    help: () => 'Write "text".',
  }),
  C0305: code({
    rule: 'text-not-closed',
    severity: 'error',
    summary: 'text never closed',
    message: () => 'The text that begins here is never closed.',
    help: () => 'Add " where it ends.',
  }),
  C0306: code({
    rule: 'something-expected',
    severity: 'error',
    summary: 'something is missing',
    message: (at: { expected: string; after?: string | undefined; found?: string | undefined }) => {
      const after = at.after === undefined ? '' : ` after ${quoted(at.after)}`;
      return `Expected ${at.expected}${after}${at.found === undefined ? '' : `, found ${quoted(at.found)}`}.`;
    },
    help: (at) => `Write ${at.expected}${at.found === undefined ? '' : ` before or instead of ${quoted(at.found)}`}.`,
  }),
  C0307: code({
    rule: 'nothing-expected',
    severity: 'error',
    summary: 'more than fits here',
    message: (at: { found: string; after?: string | undefined }) =>
      `Did not expect ${quoted(at.found)}${at.after === undefined ? '' : ` after ${quoted(at.after)}`}.`,
    help: () => 'Remove it, or write what joins it to the rest; texts stand in double quotes.',
  }),
  C0308: code({
    rule: 'chained-comparison',
    severity: 'error',
    summary: 'comparison of a comparison',
    message: (at: { operator: string }) => `"${at.operator}" cannot follow another comparison.`,
    help: () => 'Write two comparisons joined by and.',
  }),
  C0309: code({
    rule: 'and-or-mixed',
    severity: 'error',
    summary: 'and mixed with or',
    message: () => 'This mixes "and" with "or", which can be read in two ways.',
    help: () => 'Put parentheses around the part that belongs together.',
  }),
  C0310: code({
    rule: 'operator-needs-spaces',
    severity: 'error',
    summary: 'operator without spaces',
    message: (at: { operator: string }) => `"${at.operator}" needs a space on each side.`,
    help: (at) => `Write " ${at.operator} ".`,
  }),
  C0311: code({
    rule: 'minute-or-month',
    severity: 'error',
    summary: 'm can be minutes or months',
    message: (at: { text: string; amount: string }) => `"${at.text}" can be minutes or months.`,
    help: (at) => `Write ${at.amount}min or ${at.amount}mo.`,
  }),
  C0312: code({
    rule: 'unknown-unit',
    severity: 'error',
    summary: 'not a duration',
    message: (at: { text: string; suggestion?: string | undefined }) => `"${at.text}" is not a duration.`,
    help: (at) =>
      at.suggestion === undefined
        ? 'A duration is a whole number and s, min, h, d, w, mo or y, such as 3d.'
        : `Write ${at.suggestion}.`,
  }),
  C0313: code({
    rule: 'expression-too-long',
    severity: 'error',
    summary: 'expression too long',
    message: (at: { length: number; limit: number }) =>
      `The expression has ${at.length} characters; ${at.limit} are the limit.`,
    help: () => 'Split the condition over several steps.',
  }),
  C0314: code({
    rule: 'expression-too-deep',
    severity: 'error',
    summary: 'expression nested too deeply',
    message: (at: { limit: number }) => `The expression is nested more than ${at.limit} levels deep.`,
    help: () => 'Split the condition over several steps.',
  }),
  C0315: code({
    rule: 'list-too-long',
    severity: 'error',
    summary: 'list too long',
    message: (at: { length: number; limit: number }) => `The list has ${at.length} items; ${at.limit} are the limit.`,
    help: () => 'Set an attribute when the lead is imported, and ask for that.',
  }),
  C0316: code({
    rule: 'unknown-root',
    severity: 'error',
    summary: 'name that comes from nowhere',
    message: (at: { text: string; root: string; near: readonly string[]; roots: readonly string[] }) =>
      `"${at.text}" comes from nowhere: "${at.root}" is not one of ${quotedList(at.roots)}.`,
    help: ({ near }) => (near.length > 0 ? `Did you mean ${quotedList(near)}?` : 'Begin the name with lead. or event.'),
  }),
  C0317: code({
    rule: 'window-missing',
    severity: 'error',
    summary: 'history without a window',
    message: (at: { function: string; event: string }) =>
      `"${at.function}(${at.event})" does not say over which time.`,
    help: (at) => `Write ${at.function}(${at.event} since entry), … in last 7d) or … ever).`,
  }),
  C0318: code({
    rule: 'unknown-function',
    severity: 'error',
    summary: 'unknown function',
    message: (at: { name: string; near: readonly string[]; known: readonly string[] }) =>
      `There is no function "${at.name}".`,
    help: ({ near, known }) =>
      near.length > 0 ? `Did you mean ${quotedList(near)}?` : `There are ${quotedList(known, 'and')}.`,
  }),
  C0319: code({
    rule: 'no-such-date-or-time',
    severity: 'error',
    summary: 'date or time that does not exist',
    message: (at: { text: string; what: string }) => `"${at.text}" is not ${at.what} that exists.`,
    help: () => 'Write dates like 2026-03-01 and times like 09:30.',
  }),
  C0320: code({
    rule: 'number-out-of-range',
    severity: 'error',
    summary: 'number out of range',
    message: (at: { text: string; wanted: string }) => `"${at.text}" is not ${at.wanted}.`,
    help: (at) => `Write ${at.wanted}.`,
  }),
  C0321: code({
    rule: 'part-said-twice',
    severity: 'error',
    summary: 'part said twice',
    message: (at: { part: string }) => `"${at.part}" is said twice.`,
    help: () => 'Keep one of the two.',
  }),
  C0322: code({
    rule: 'hours-backwards',
    severity: 'error',
    summary: 'hours that end before they begin',
    message: (at: { text: string }) => `"${at.text}" ends before it begins.`,
    help: () => 'Write the earlier time first; hours do not reach over midnight.',
  }),
  C0323: code({
    rule: 'property-missing',
    severity: 'error',
    summary: 'no property to take',
    message: (at: { function: string; event: string }) =>
      `"${at.function}" needs a property of "${at.event}".`,
    help: (at) => `Write ${at.function}(${at.event}.total ever).`,
  }),
  C0324: code({
    rule: 'property-not-wanted',
    severity: 'error',
    summary: 'property where an event is wanted',
    message: (at: { function: string; text: string }) =>
      `"${at.function}" asks about an event; "${at.text}" is a property.`,
    help: (at) => `Write ${at.function}(${at.text.split('.')[0] ?? ''} …, and the property behind where.`,
  }),
};

function quoted(text: string): string {
  return text.startsWith('"') ? text : `"${text}"`;
}
