import type { Fix } from '../../diagnostics/diagnostic.js';
import { dateExists } from '../../expressions/literals.js';
import { parseExpression } from '../../expressions/parse-expression.js';
import { reservedWords } from '../../expressions/tokens.js';
import type { Located } from '../../span.js';
import type { Context } from '../context.js';
import { decodePhrase } from '../decode-phrase.js';
import { nameShape } from '../entries.js';
import type { ScalarTypes } from '../key-table.js';
import { listType, scalarType, wordType, type SomeKeyTypes } from '../key-type.js';
import { contentSpan, scalarOf, type Input } from '../read-scalar.js';

/** Values that are no phrases: names, texts, numbers, and words of which there are a few. */
export const scalarTypes: SomeKeyTypes<keyof ScalarTypes | 'names' | 'texts'> = {
  name: scalarType('a name', 'trial-welcome', decodeName),
  text: scalarType('a text', 'Welcome a new trial', (input, context) => {
    const scalar = scalarOf(input, 'a text', context);
    return scalar === undefined ? undefined : { value: scalar.text, span: scalar.span };
  }),
  'strict-text': scalarType('a text', 'free', decodeStrictText),
  number: scalarType('a number', '100', decodeNumber),
  'whole-number': scalarType('a whole number', '12', (input, context) => {
    const number = decodeNumber(input, context);
    if (number === undefined || (Number.isSafeInteger(number.value) && number.value > 0)) return number;
    const wanted = 'a whole number above 0';
    context.report('C0320', number.span, { text: String(number.value), wanted });
    return undefined;
  }),
  effort: scalarType('a number from 1 to 5', '2', (input, context) => {
    const number = decodeNumber(input, context);
    if (number === undefined || (number.value >= 1 && number.value <= 5)) return number;
    context.report('C0320', number.span, { text: String(number.value), wanted: 'a number from 1 to 5' });
    return undefined;
  }),
  boolean: scalarType('true or false', 'true', decodeBoolean),
  value: scalarType('a single value', 'trial', decodeAnyValue),
  moment: scalarType('a date with a time', '2026-03-27 10:00', (input, context) => {
    const scalar = scalarOf(input, 'a date with a time', context);
    if (scalar === undefined) return undefined;
    if (dateExists(scalar.text)) return { value: scalar.text, span: contentSpan(scalar) };
    context.report('C1013', scalar.span, { text: scalar.text });
    return undefined;
  }),
  'calendar-day': scalarType('a day', '2026-12-25', decodeCalendarDay),
  host: scalarType('the name of a host', 'go.northwind.example', (input, context) =>
    decodeShaped(input, /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/i, 'the name of a host', 'go.northwind.example', context),
  ),
  'https-address': scalarType('an address with https', 'https://assets.northwind.example', (input, context) =>
    decodeShaped(input, /^https:\/\/[^\s/?#]+(?:\/[^\s?#]*)?$/, 'an address with https', 'https://assets.northwind.example', context),
  ),
  attribute: scalarType('an attribute of the lead or account', 'lead.plan', (input, context) => {
    const wanted = 'an attribute of the lead or account';
    const expression = decodePhrase(input, parseExpression, wanted, context);
    if (expression === undefined) return undefined;
    const root = expression.kind === 'path' ? expression.root.value : undefined;
    if (root === 'lead' || root === 'account') return expression;
    const at = { key: input.key, wanted, found: 'something else', example: 'lead.plan' };
    context.report('C1004', expression.span, at);
    return undefined;
  }),
  late: wordType(['send', 'skip', 'end'], 'send, skip or end', 'skip'),
  'late-entry': wordType(['enter', 'skip'], 'enter or skip', 'skip'),
  unsure: wordType(['skip', 'repeat'], 'skip or repeat', 'skip'),
  onward: wordType(['continue', 'end'], 'continue or end', 'continue'),
  'schema-type': wordType(['text', 'number', 'boolean', 'date', 'timestamp', 'enum'], 'a type', 'text'),
  opt: wordType(['in', 'double', 'out'], 'in, double or out', 'out'),
  names: listType('name', 'a list of names', '[marketing, sales]'),
  texts: listType('strict-text', 'a list of texts', '[free, pro]'),
};

function decodeName(input: Input, context: Context): Located<string> | undefined {
  const scalar = scalarOf(input, 'a name', context);
  if (scalar === undefined) return undefined;
  const { key } = input;
  const { text, span } = scalar;
  if (scalar.type !== 'text') {
    // `true` cannot be a name in quotes either, but a name never begins with a digit.
    context.report('C1005', span, { key, text, wanted: 'a name' }, { help: 'A name begins with a letter.' });
    return undefined;
  }
  if (!nameShape.test(text)) {
    context.report('C1010', span, { key, text, hyphens: true });
    return undefined;
  }
  if (reservedWords.some((word) => word === text)) {
    context.report('C1014', span, { text });
    return undefined;
  }
  return { value: text, span: contentSpan(scalar) };
}

function decodeShaped(
  input: Input,
  shape: RegExp,
  wanted: string,
  example: string,
  context: Context,
): Located<string> | undefined {
  const scalar = scalarOf(input, wanted, context);
  if (scalar === undefined) return undefined;
  if (shape.test(scalar.text)) return { value: scalar.text, span: contentSpan(scalar) };
  const at = { key: input.key, wanted, found: `"${scalar.text}"`, example: `${input.key}: ${example}` };
  context.report('C1004', scalar.span, at);
  return undefined;
}

function decodeStrictText(input: Input, context: Context): Located<string> | undefined {
  const scalar = scalarOf(input, 'a text', context);
  if (scalar === undefined) return undefined;
  if (scalar.type === 'text') return { value: scalar.text, span: contentSpan(scalar) };
  const { text, span } = scalar;
  const fix: Fix = { title: 'put it in quotes', safety: 'safe', edits: [{ span, text: `"${text}"` }] };
  context.report('C1005', span, { key: input.key, text, wanted: 'text' }, { fixes: [fix] });
  return undefined;
}

function decodeNumber(input: Input, context: Context): Located<number> | undefined {
  const scalar = scalarOf(input, 'a number', context);
  if (scalar === undefined) return undefined;
  const { text, span } = scalar;
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(text) && Number.isFinite(Number(text));
  if (isNumber && scalar.type === 'number') return { value: Number(text), span };
  const fixes: readonly Fix[] = isNumber
    ? [{ title: 'remove the quotes', safety: 'safe', edits: [{ span, text }] }]
    : [];
  context.report('C1011', span, { key: input.key, text, wanted: 'a number' }, { fixes });
  return undefined;
}

const truthWords: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'on', 'true'].map((word) => [word, true] as const),
  ...['no', 'off', 'false'].map((word) => [word, false] as const),
]);

function decodeBoolean(input: Input, context: Context): Located<boolean> | undefined {
  const scalar = scalarOf(input, 'true or false', context);
  if (scalar === undefined) return undefined;
  const { text, span } = scalar;
  if (scalar.type === 'boolean') return { value: text.toLowerCase() === 'true', span };
  const meant = truthWords.get(text.toLowerCase());
  const fixes: readonly Fix[] =
    meant === undefined
      ? []
      : [{ title: `write ${meant}`, safety: 'safe', edits: [{ span, text: String(meant) }] }];
  context.report('C1012', span, { key: input.key, text }, { fixes });
  return undefined;
}

/** Text, number or truth value, as YAML says; what would lose its digits as a number stays text. */
function decodeAnyValue(input: Input, context: Context): Located<string | number | boolean> | undefined {
  const { node } = input;
  // An empty text in quotes is a value.
  if (node.kind === 'scalar' && node.type === 'text') return { value: node.text, span: node.span };
  const scalar = scalarOf(input, 'a single value', context);
  if (scalar === undefined) return undefined;
  const { text, span } = scalar;
  if (scalar.type === 'boolean') return { value: text.toLowerCase() === 'true', span };
  const exact = /^[-+]?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][-+]?\d{1,2})?$/.test(text);
  return { value: exact ? Number(text) : text, span };
}

/** `12-25` is a day of every year, 29 February too. */
function decodeCalendarDay(input: Input, context: Context): Located<string> | undefined {
  const scalar = scalarOf(input, 'a day', context);
  if (scalar === undefined) return undefined;
  const { text } = scalar;
  const day = /^\d{2}-\d{2}$/.test(text) ? `2024-${text}` : text;
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && dateExists(day)) return { value: text, span: contentSpan(scalar) };
  const help = 'Write 2026-12-25, or 12-25 for every year.';
  context.report('C0319', scalar.span, { text, what: 'a day' }, { help });
  return undefined;
}
