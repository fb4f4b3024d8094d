import { allKeyTypes } from '../../../grammar/decode/all-key-types.js';
import type { Key, KeyTable } from '../../../grammar/decode/key-table.js';
import { allSteps, stepKinds } from '../../../grammar/steps/all-steps.js';
import { wordsOf } from '../../../grammar/text/forms.js';
import type { SnippetBody } from '../schemas/json-schema.js';
import { headSnippets, valueSnippet } from '../schemas/snippets.js';
import type { Item } from './item.js';

/** How keys are written: in lines of YAML, in braces, or as words of the textual surface. */
export type KeyStyle = 'lines' | 'braces' | 'words';

/** Keys of a mapping that are not there yet, what must be there first. */
export function keyItems(table: KeyTable, style: KeyStyle, written: ReadonlySet<string>): readonly Item[] {
  return Object.entries(table)
    .filter(([name]) => !written.has(name))
    .map(([name, key]) => keyItem(name, key, style));
}

function keyItem(name: string, key: Key, style: KeyStyle): Item {
  const { wanted, example } = allKeyTypes[key.type];
  const said = [key.doc, ...(key.default === undefined ? [] : [`Left out: ${key.default}.`]), `For example \`${key.example ?? example}\`.`];
  return {
    label: style === 'words' ? wordsOf(name).join(' ') : name,
    kind: 'key',
    detail: `${wanted}${key.required === true ? ', required' : ''}`,
    documentation: said.join('\n\n'),
    insert: insertOf(name, key, style),
    isSnippet: true,
    rank: key.required === true ? 1 : 3,
  };
}

function insertOf(name: string, key: Key, style: KeyStyle): string {
  const { shape } = allKeyTypes[key.type];
  if (style === 'words') return `${wordsOf(name).join(' ')} `;
  // What is chosen from a list is not written in advance.
  if (style === 'braces' || shape.kind === 'scalar' || shape.kind === 'either') return `${name}: `;
  return `${name}:${linesOf(valueSnippet(key), 1)}`;
}

/** One item for each head: `send`, `wait`; with what goes with it in lines of its own. */
export function headItems(heads: Readonly<Record<string, KeyTable>>, style: KeyStyle): readonly Item[] {
  return headSnippets(heads).map(({ label, description, body }, rank) => {
    const kind = stepKinds.find((step) => step === label);
    return {
      label,
      kind: kind === undefined ? 'key' : 'step',
      ...(description === undefined ? {} : { detail: description }),
      ...(kind === undefined ? {} : { documentation: stepKeysInWords(kind) }),
      insert: style === 'lines' ? linesOf(body, 0).trimStart() : style === 'braces' ? `${label}: ` : `${label} `,
      isSnippet: true,
      rank: Math.min(rank, 9),
    };
  });
}

function stepKeysInWords(kind: keyof typeof allSteps): string {
  const keys: KeyTable = allSteps[kind].keys;
  const lines = Object.entries(keys).map(([name, { doc }]) => `- \`${name}\`: ${doc}`);
  return [allSteps[kind].summary, lines.join('\n')].join('\n\n');
}

/** A snippet as lines of YAML, each behind a line break and two spaces a level. */
function linesOf(body: SnippetBody, depth: number): string {
  if (typeof body === 'string') return ` ${body}`;
  const indent = `\n${'  '.repeat(depth)}`;
  if (isList(body)) {
    return body.map((item) => `${indent}- ${linesOf(item, depth + 1).trimStart()}`).join('');
  }
  return Object.entries(body).map(([name, value]) => `${indent}${name}:${linesOf(value, depth + 1)}`).join('');
}

function isList(body: Exclude<SnippetBody, string>): body is readonly SnippetBody[] {
  return Array.isArray(body);
}
