import { closest } from '../did-you-mean.js';
import type { Fix } from '../diagnostics/diagnostic.js';
import { parseExpression } from '../expressions/parse-expression.js';
import { dateExists } from '../expressions/literals.js';
import { parseAgain, parseAt, parseDuration, parseEmail, parseGoal, parseOverCap } from '../expressions/parse-phrases.js';
import { reservedWords } from '../expressions/tokens.js';
import type { Located } from '../span.js';
import type { Context } from './context.js';
import { decodePhrase } from './decode-phrase.js';
import type { KeyType, KeyTypes } from './key-table.js';
import { contentSpan, reportKind, scalarOf, typeWords, type Input } from './read-scalar.js';

type Decode<T> = (input: Input, context: Context) => T | undefined;

const decoders: { readonly [Type in KeyType]: Decode<KeyTypes[Type]> } = {
  name: decodeName,
  text: (input, context) => {
    const scalar = scalarOf(input, 'text', context);
    return scalar === undefined ? undefined : { value: scalar.text, span: scalar.span };
  },
  names: (input, context) => itemsOf(input, 'names', decodeName, context),
  texts: (input, context) => itemsOf(input, 'texts', decodeStrictText, context),
  number: decodeNumber,
  boolean: decodeBoolean,
  value: (input, context) => decodeAnyValue(input, context),
  moment: (input, context) => {
    const scalar = scalarOf(input, 'moment', context);
    if (scalar === undefined) return undefined;
    if (dateExists(scalar.text)) return { value: scalar.text, span: contentSpan(scalar) };
    context.report('C1013', scalar.span, { text: scalar.text });
    return undefined;
  },
  duration: (input, context) => decodePhrase(input, parseDuration, 'duration', context),
  expression: (input, context) => decodePhrase(input, parseExpression, 'expression', context),
  attribute: (input, context) => {
    const expression = decodePhrase(input, parseExpression, 'attribute', context);
    if (expression === undefined) return undefined;
    if (expression.kind === 'path' && expression.root.value === 'lead') return expression;
    const { wanted, example } = typeWords.attribute;
    context.report('C1004', expression.span, { key: input.key, wanted, found: 'something else', example });
    return undefined;
  },
  at: (input, context) => decodePhrase(input, parseAt, 'at', context),
  again: (input, context) => decodePhrase(input, parseAgain, 'again', context),
  goal: (input, context) => decodePhrase(input, parseGoal, 'goal', context),
  email: (input, context) => decodePhrase(input, parseEmail, 'email', context),
  'over-cap': (input, context) => decodePhrase(input, parseOverCap, 'over-cap', context),
  late: (input, context) => decodeWord(input, 'late', ['send', 'skip', 'end'], context),
  unsure: (input, context) => decodeWord(input, 'unsure', ['skip', 'repeat'], context),
  'schema-type': (input, context) =>
    decodeWord(input, 'schema-type', ['text', 'number', 'boolean', 'date', 'timestamp', 'enum'], context),
  opt: (input, context) => decodeWord(input, 'opt', ['in', 'out'], context),
  list: (input, context) => {
    if (input.node.kind === 'sequence') return input.node;
    reportKind(input, 'list', context);
    return undefined;
  },
  mapping: (input, context) => {
    if (input.node.kind === 'mapping') return input.node;
    reportKind(input, 'mapping', context);
    return undefined;
  },
};

/** Decodes one value by the type that its key wants, from what the author wrote. */
export function decodeAs<Type extends KeyType>(
  type: Type,
  input: Input,
  context: Context,
): KeyTypes[Type] | undefined {
  return decoders[type](input, context);
}

export const nameShape = /^[A-Za-z_](?:[\w-]*\w)?$/;

function decodeName(input: Input, context: Context): Located<string> | undefined {
  const scalar = scalarOf(input, 'name', context);
  if (scalar === undefined) return undefined;
  const { key } = input;
  const { text, span } = scalar;
  if (scalar.type !== 'text') {
    // `true` cannot be a name in quotes either, but a name never begins with a digit.
    context.report('C1005', span, { key, text, wanted: 'a name' }, { help: 'A name begins with a letter.' });
    return undefined;
  }
  const call = /^([A-Za-z]\w*)\(/.exec(text)?.[1];
  if (call !== undefined) {
    context.report('C1007', span, { construct: `${call}(…)` });
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

function decodeStrictText(input: Input, context: Context): Located<string> | undefined {
  const scalar = scalarOf(input, 'text', context);
  if (scalar === undefined) return undefined;
  if (scalar.type === 'text') return { value: scalar.text, span: contentSpan(scalar) };
  const { text, span } = scalar;
  const fix: Fix = { title: 'put it in quotes', safety: 'safe', edits: [{ span, text: `"${text}"` }] };
  context.report('C1005', span, { key: input.key, text, wanted: 'text' }, { fixes: [fix] });
  return undefined;
}

function decodeNumber(input: Input, context: Context): Located<number> | undefined {
  const scalar = scalarOf(input, 'number', context);
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
  const scalar = scalarOf(input, 'boolean', context);
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
export function decodeAnyValue(input: Input, context: Context): Located<string | number | boolean> | undefined {
  const { node } = input;
  // An empty text in quotes is a value.
  if (node.kind === 'scalar' && node.type === 'text') return { value: node.text, span: node.span };
  const scalar = scalarOf(input, 'value', context);
  if (scalar === undefined) return undefined;
  const { text, span } = scalar;
  if (scalar.type === 'boolean') return { value: text.toLowerCase() === 'true', span };
  const exact = /^[-+]?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][-+]?\d{1,2})?$/.test(text);
  return { value: exact ? Number(text) : text, span };
}

function decodeWord<const Known extends string>(
  input: Input,
  type: KeyType,
  known: readonly Known[],
  context: Context,
): Located<Known> | undefined {
  const scalar = scalarOf(input, type, context);
  if (scalar === undefined) return undefined;
  const { text, span } = scalar;
  const value = known.find((word) => word === text);
  if (value !== undefined) return { value, span: contentSpan(scalar) };
  const near = closest(text, known);
  const fixes: readonly Fix[] = near
    .slice(0, 1)
    .map((word) => ({ title: `write ${word}`, safety: 'unsafe', edits: [{ span, text: word }] }));
  context.report('C1006', span, { key: input.key, text, near, known }, { fixes });
  return undefined;
}

function itemsOf<T>(input: Input, type: KeyType, decode: Decode<T>, context: Context): readonly T[] | undefined {
  if (input.node.kind !== 'sequence') {
    reportKind(input, type, context);
    return undefined;
  }
  return input.node.items.flatMap((node) => decode({ ...input, node }, context) ?? []);
}
