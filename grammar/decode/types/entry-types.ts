import type { EntryAst, LeaveAst } from '../../ast/entry.js';
import { closest } from '../../did-you-mean.js';
import type { Fix } from '../../diagnostics/diagnostic.js';
import type { TreeEntry, TreeMapping } from '../../tree/tree-node.js';
import type { Context } from '../context.js';
import { decodeKeys, type Where } from '../decode-keys.js';
import type { KeyTable } from '../key-table.js';
import {
  becomesKeys,
  changedKeys,
  enterAtKeys,
  enterKeys,
  entryHeads,
  everyKeys,
  leaveHeads,
  leaveOnKeys,
  leaveWhenKeys,
} from '../keys/campaign-keys.js';
import { listType, type SomeKeyTypes } from '../key-type.js';
import { reportKind } from '../read-scalar.js';

/** Ways in and out: mappings of which the head says the keys. */
export const entryTypes: SomeKeyTypes<'entry' | 'entries' | 'leave' | 'leaves'> = {
  entry: {
    wanted: 'keys with values',
    example: '- on: signed_up',
    shape: { kind: 'headed', heads: entryHeads },
    decode: (input, context) => {
      if (input.node.kind === 'mapping') return decodeEntry(input.node, context);
      reportKind(input, 'keys with values', context);
      return undefined;
    },
  },
  entries: listType('entry', 'a list', '- on: signed_up'),
  leave: {
    wanted: 'keys with values',
    example: '- on: subscription_started',
    shape: { kind: 'headed', heads: leaveHeads },
    decode: (input, context) => {
      if (input.node.kind === 'mapping') return decodeLeave(input.node, context);
      reportKind(input, 'keys with values', context);
      return undefined;
    },
  },
  leaves: listType('leave', 'a list', '- on: subscription_started'),
};

function decodeEntry(mapping: TreeMapping, context: Context): EntryAst | undefined {
  const head = headOf(mapping, entryHeads, 'a way in', context);
  if (head === undefined) return undefined;
  const { span } = mapping;
  const where: Where = { where: 'a way in' };
  switch (head.name) {
    case 'on': {
      const isChange = head.entry?.value.kind === 'scalar' && /^\s*changed\s*\(/.test(head.entry.value.text);
      if (isChange) {
        const { on, ...keys } = decodeKeys(mapping, changedKeys, { where: 'a way in by change' }, context);
        if (on?.kind !== 'changed') return undefined;
        return { kind: 'changed', attribute: on.attribute, ...keys, span };
      }
      const { on, ...keys } = decodeKeys(mapping, enterKeys, where, context);
      return on?.kind === 'event' ? { kind: 'on', event: on.event, ...keys, span } : undefined;
    }
    case 'becomes': {
      const { becomes, already, ...keys } = decodeKeys(mapping, becomesKeys, where, context);
      if (becomes === undefined) return undefined;
      return { kind: 'becomes', condition: becomes, ...(already === undefined ? {} : { already }), ...keys, span };
    }
    case 'at': {
      const { at, ...keys } = decodeKeys(mapping, enterAtKeys, where, context);
      if (at === undefined) return undefined;
      if (at.anchor.kind !== 'date') {
        const found = at.anchor.kind === 'day' ? 'a day since entry' : 'a time of day';
        const example = enterAtKeys.at.example;
        context.report('C1004', at.span, { key: 'at', wanted: 'a date', found, example });
        return undefined;
      }
      return { kind: 'at', at, ...keys, span };
    }
    case 'every': {
      const { every, ...keys } = decodeKeys(mapping, everyKeys, where, context);
      return every === undefined ? undefined : { kind: 'every', every, ...keys, span };
    }
  }
}

function decodeLeave(mapping: TreeMapping, context: Context): LeaveAst | undefined {
  const head = headOf(mapping, leaveHeads, 'a way out', context);
  const where: Where = { where: 'a way out' };
  if (head === undefined) return undefined;
  if (head.name === 'when') {
    const { when } = decodeKeys(mapping, leaveWhenKeys, where, context);
    return when === undefined ? undefined : { kind: 'when', when, span: mapping.span };
  }
  const { on, ...keys } = decodeKeys(mapping, leaveOnKeys, where, context);
  return on === undefined ? undefined : { kind: 'on', event: on, ...keys, span: mapping.span };
}

interface Head<Name> {
  readonly name: Name;
  /** Absent where no head was written; its table then reports what is missing. */
  readonly entry?: TreeEntry;
}

/** Which of the heads a mapping has. One that is only misspelt is reported, and nothing else then. */
function headOf<Heads extends Readonly<Record<string, KeyTable>>>(
  mapping: TreeMapping,
  heads: Heads,
  where: string,
  context: Context,
): Head<keyof Heads> | undefined {
  const names = Object.keys(heads);
  const isHead = (name: string): name is keyof Heads & string => Object.hasOwn(heads, name);
  for (const entry of mapping.entries) {
    const { value } = entry.key;
    if (isHead(value)) return { name: value, entry };
  }
  const known = names.flatMap((name) => Object.keys(heads[name] ?? {}));
  for (const { key } of mapping.entries) {
    if (known.includes(key.value)) continue;
    const near = closest(key.value, names);
    const [best] = near;
    if (best === undefined) continue;
    const fixes: readonly Fix[] = [{ title: `write ${best}`, safety: 'unsafe', edits: [{ span: key.span, text: best }] }];
    context.report('C1001', key.span, { key: key.value, where, near, known: names }, { fixes });
    return undefined;
  }
  const [first = ''] = names;
  return isHead(first) ? { name: first } : undefined;
}

