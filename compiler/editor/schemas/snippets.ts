import { allKeyTypes } from '../../../grammar/decode/all-key-types.js';
import type { Shape } from '../../../grammar/decode/key-shape.js';
import type { Key, KeyTable, KeyType } from '../../../grammar/decode/key-table.js';
import { stepKinds, allSteps } from '../../../grammar/steps/all-steps.js';
import type { Snippet, SnippetBody } from './json-schema.js';

/** Behind this depth an author goes on alone. */
const deepest = 4;

/** Keys that nobody leaves out, though they may. */
const usual: Readonly<Record<string, readonly string[]>> = {
  wait: ['for', 'at_most', 'else'],
  if: ['then'],
  split: ['arms'],
  task: ['due'],
  repeat: ['play'],
};

/** What to write for a mapping of which the head says the keys: one for each head. */
export function headSnippets(heads: Readonly<Record<string, KeyTable>>): readonly Snippet[] {
  return Object.entries(heads).map(([head, table]) => {
    const kind = stepKinds.find((one) => one === head);
    const description = kind === undefined ? table[head]?.doc : allSteps[kind].summary;
    const fields = counter();
    return {
      label: head,
      ...(description === undefined ? {} : { description }),
      body: mappingBody(table, head, fields, 0),
    };
  });
}

/** What to write for the value of a key: its required parts, with places to fill in. */
export function valueSnippet(key: Key): SnippetBody {
  return body(key.type, key, counter(), 0);
}

type Counter = () => number;

function counter(): Counter {
  let last = 0;
  return () => (last += 1);
}

function body(type: KeyType, key: Pick<Key, 'example'>, next: Counter, depth: number): SnippetBody {
  const { shape, example } = allKeyTypes[type];
  return bodyOf(shape, key.example ?? example, next, depth);
}

function bodyOf(shape: Shape, example: string, next: Counter, depth: number): SnippetBody {
  const plain = (): string => `\${${next()}:${example.replace(/[$}\\]/g, '\\$&')}}`;
  if (depth > deepest) return plain();
  switch (shape.kind) {
    case 'scalar':
    case 'free':
      return shape.kind === 'scalar' && shape.words !== undefined ? `\${${next()}|${shape.words.join(',')}|}` : plain();
    case 'list':
      return [body(shape.of, {}, next, depth + 1)];
    case 'named':
      return { [`\${${next()}:name}`]: body(shape.of, {}, next, depth + 1) };
    case 'keys':
      return mappingBody(shape.keys, undefined, next, depth + 1);
    case 'headed': {
      const [head = ''] = Object.keys(shape.heads);
      return mappingBody(shape.heads[head] ?? {}, head, next, depth + 1);
    }
    case 'either':
      return body(shape.scalar, { example }, next, depth);
  }
}

function mappingBody(table: KeyTable, head: string | undefined, next: Counter, depth: number): SnippetBody {
  const own = head === undefined || Object.hasOwn(table, head) ? [] : [head];
  const wanted = Object.entries(table).filter(([name, key]) => key.required === true || usual[head ?? '']?.includes(name) === true);
  const lines: [string, SnippetBody][] = own.map((name) => [name, `\${${next()}:name}`]);
  for (const [name, key] of wanted) lines.push([name, body(key.type, key, next, depth)]);
  return Object.fromEntries(lines);
}
