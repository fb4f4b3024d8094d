import { tests } from '@bufbuild/cel-spec/testdata/conformance.js';
import { readCelTree } from './cel-tree.js';
import type { Translation, Type } from './translate.js';
import { translate } from './translate.js';

export interface CelCase {
  /** `comparisons/eq_literal/eq_int`; numbered where the suite has a name twice. */
  readonly name: string;
  readonly cel: string;
  readonly translation: Translation;
  /** CEL's own checker would refuse it, and the case asks what happens where nobody asks the checker. */
  readonly unchecked: boolean;
  /** By our name of the attribute. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** A value, in ms where it is a time; or that there is none. */
  readonly expected: { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'error' };
}

/** Every case of the suite that has a syntax tree and a result that it states. */
export function celCases(): readonly CelCase[] {
  const seen = new Map<string, number>();
  return testsIn(tests, '').flatMap(({ name, test }) => {
    const { original, ast } = test;
    const expected = expectedOf(original);
    if (ast === undefined || expected === undefined) return [];
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    // Names within a container follow rules of their own.
    const { names, attributes } = bindings(original['container'] === undefined ? original['bindings'] : {});
    const translation = translate(readCelTree(ast), names);
    return [{ name: count === 1 ? name : `${name} ${count}`, cel: original.expr, translation, unchecked: original['disableCheck'] === true, attributes, expected }];
  });
}

type Suite = typeof tests;
type Test = NonNullable<Suite['tests']>[number];

function testsIn(suite: Suite, folder: string): readonly { readonly name: string; readonly test: Test }[] {
  const own = (suite.tests ?? []).map((test) => ({ name: `${folder}${test.original.name ?? ''}`, test }));
  const below = (suite.suites ?? []).flatMap((inner) => testsIn(inner, `${folder}${inner.name}/`));
  return [...own, ...below];
}

function expectedOf(original: Test['original']): CelCase['expected'] | undefined {
  if (original['evalError'] !== undefined) return { kind: 'error' };
  const { value } = original;
  // Without one, the suite means "true".
  if (value === undefined) return original['typedResult'] === undefined && original['unknown'] === undefined ? { kind: 'value', value: true } : undefined;
  return { kind: 'value', value: plain(value) };
}

/** A value of the suite as ours: numbers are numbers, times are ms. */
function plain(value: unknown): unknown {
  const [[key, held] = ['', undefined]] = Object.entries(recordOf(value));
  switch (key) {
    case 'int64Value':
    case 'uint64Value':
    case 'doubleValue':
      return Number(held);
    case 'boolValue':
    case 'stringValue':
      return held;
    case 'objectValue':
      return message(recordOf(held));
    default:
      return undefined;
  }
}

/** Times, and numbers, texts and booleans in the wrappers that protobuf has for them. */
function message({ '@type': type, value }: Readonly<Record<string, unknown>>): unknown {
  const name = String(type).replace(/^.*\./, '');
  if (name === 'Duration') return Number(String(value).slice(0, -1)) * 1000;
  if (name === 'Timestamp') return Date.parse(String(value));
  if (/^(?:U?Int(?:32|64)|Float|Double)Value$/.test(name)) return Number(value);
  return name === 'BoolValue' || name === 'StringValue' ? value : undefined;
}

const attributeNames: Readonly<Record<string, readonly string[]>> = {
  number: ['size', 'maybe_size'],
  text: ['name', 'maybe'],
  boolean: ['staff'],
};

/** Variables become attributes of `scope-for-tests.ts`. */
function bindings(bound: unknown) {
  const names = new Map<string, { readonly name: string; readonly type: Type }>();
  const attributes: Record<string, unknown> = {};
  for (const [variable, holder] of Object.entries(recordOf(bound))) {
    const value = plain(recordOf(holder)['value']);
    const type = typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : typeof value === 'string' ? 'text' : undefined;
    const free = type === undefined ? undefined : attributeNames[type]?.find((name) => !Object.hasOwn(attributes, name));
    if (type === undefined || free === undefined) continue;
    attributes[free] = value;
    names.set(variable, { name: free, type });
  }
  return { names, attributes };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
