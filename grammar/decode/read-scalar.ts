import type { Span } from '../span.js';
import type { YamlNode, YamlScalar } from '../yaml/yaml-node.js';
import type { Context } from './context.js';
import type { KeyType } from './key-table.js';

/** A value and the key it stands under, for messages. */
export interface Input {
  readonly node: YamlNode;
  readonly key: string;
  readonly example: string;
}

/** The scalar of a node; anything else is reported, once. */
export function scalarOf(input: Input, type: KeyType, context: Context): YamlScalar | undefined {
  const { node } = input;
  if (node.kind === 'scalar' && node.text.trim() !== '') return node;
  if (node.kind === 'scalar') context.report('C1003', node.span, { key: input.key, example: input.example });
  else reportKind(input, type, context);
  return undefined;
}

const foundWords = { scalar: 'a single value', mapping: 'keys with values', sequence: 'a list' } as const;

export function reportKind({ node, key, example }: Input, type: KeyType, context: Context): void {
  switch (node.kind) {
    case 'broken':
      return;
    case 'empty':
      context.report('C1003', node.span, { key, example });
      return;
    case 'scalar':
    case 'mapping':
    case 'sequence':
      context.report('C1004', node.span, { key, wanted: typeWords[type].wanted, found: foundWords[node.kind], example });
  }
}

/** Without the quotes, so that an edit of the name leaves them. */
export function contentSpan(scalar: YamlScalar): Span {
  return scalar.style === 'single' || scalar.style === 'double' ? scalar.place(0, scalar.text.length) : scalar.span;
}

/** What a type wants, in words, and an example. */
export const typeWords: { readonly [Type in KeyType]: { readonly wanted: string; readonly example: string } } = {
  name: { wanted: 'a name', example: 'trial-welcome' },
  text: { wanted: 'a text', example: 'Welcome a new trial' },
  names: { wanted: 'a list of names', example: '[marketing, sales]' },
  texts: { wanted: 'a list of texts', example: '[free, pro]' },
  number: { wanted: 'a number', example: '100' },
  boolean: { wanted: 'true or false', example: 'true' },
  value: { wanted: 'a single value', example: 'trial' },
  moment: { wanted: 'a date with a time', example: '2026-03-27 10:00' },
  duration: { wanted: 'a duration', example: '3d' },
  expression: { wanted: 'a condition', example: 'lead.plan == "trial"' },
  attribute: { wanted: 'an attribute of the lead', example: 'lead.plan' },
  at: { wanted: 'a point in time', example: 'day 2 09:30' },
  again: { wanted: 'never, always, after or each', example: 'after 180d' },
  goal: { wanted: 'an event with a time', example: 'activated within 14d' },
  email: { wanted: 'how the mail is sent', example: 'topic product-tips from onboarding hours business' },
  'over-cap': { wanted: 'what happens over the cap', example: 'defer 5d then drop' },
  late: { wanted: 'send, skip or end', example: 'skip' },
  unsure: { wanted: 'skip or repeat', example: 'skip' },
  'schema-type': { wanted: 'a type', example: 'text' },
  opt: { wanted: 'in or out', example: 'out' },
  list: { wanted: 'a list', example: '- …' },
  mapping: { wanted: 'keys with values', example: 'key: value' },
};
