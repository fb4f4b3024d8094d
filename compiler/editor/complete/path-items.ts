import type { FieldAst } from '../../../grammar/ast/schema.js';
import * as t from '../../../grammar/expressions/tokens.js';
import { fieldType, fits } from '../../types/type.js';
import type { Item } from './item.js';
import { fieldItem } from './named-items.js';
import type { Spot } from './phrase-items.js';
import { entered, testedEvents } from './wanted-type.js';

const scores: Readonly<Record<string, string>> = {
  'score.fit': 'points for who the lead is',
  'score.pain': 'points for what the lead did',
  'score.total': 'fit and pain together',
  'score.velocity': 'points per day of late',
};

const habits: Readonly<Record<string, string>> = {
  'rfm.r': 'how lately the lead bought, 1 to 5',
  'rfm.f': 'how often, 1 to 5',
  'rfm.m': 'for how much, 1 to 5',
  'rfm.rank': 'the three together',
  'rfm.latency': 'the usual time between two purchases',
};

/** Names with a dot, such as `lead.plan`, that can stand here; those of the wanted type first, others not at all. */
export function pathItems(rule: string, spot: Spot): readonly Item[] {
  const { declared } = spot.around.knowledge;
  if (rule === 'history') return propertiesOfEvents(spot);
  const { kind } = spot.around;
  return [
    ...fields('lead', declared.attributes, spot, 2),
    ...fields('account', declared.accountAttributes, spot, 3),
    ...testedEvents(spot.tokens, spot.around).flatMap((event) => fields('event', declared.events.get(event)?.properties, spot, 1)),
    ...(isWayIn(spot) ? [] : entered(spot.around)).flatMap((event) => fields('entry', declared.events.get(event)?.properties, spot, 2)),
    ...(kind === 'scoring' || spot.type === 'variants' || isOther(spot) ? [] : numbers({ ...scores, ...habits })),
  ];
}

function isOther({ wanted, type }: Spot): boolean {
  return type === 'attribute' || type === 'at' || type === 'every' || (wanted !== undefined && wanted.kind !== 'number');
}

/** Nobody has entered yet. */
function isWayIn({ around }: Spot): boolean {
  return around.kind !== 'campaign' || around.path.some((part) => part.kind === 'key' && part.name === 'enter');
}

function fields(root: string, known: ReadonlyMap<string, FieldAst> | undefined, spot: Spot, rank: number): readonly Item[] {
  return [...(known ?? [])].flatMap(([name, field]) => {
    const { type } = fieldType(field);
    if (!suits(type.kind, spot) || isCompared(`${root}.${name}`, spot)) return [];
    // A boolean alone is a condition; what else begins one is compared.
    const isCondition = type.kind === 'boolean' && spot.wanted === undefined;
    if (spot.wanted !== undefined && !fits(type, spot.wanted) && type.kind !== spot.wanted.kind) return [];
    return [fieldItem(`${root}.${name}`, field, isCondition ? Math.max(rank - 1, 0) : rank)];
  });
}

/** Nobody compares a value with itself. */
function isCompared(path: string, { tokens }: Spot): boolean {
  return tokens.at(-1)?.tokenType === t.Compare && tokens.at(-2)?.image === path;
}

/** Phrases of time and of variants speak of some types alone. */
function suits(kind: string, { type, key }: Spot): boolean {
  if ((type === 'at' || type === 'every') && key !== 'when') return kind === 'date' || kind === 'timestamp';
  if (type === 'variants') return kind === 'enum' || kind === 'text';
  return true;
}

/** `sum(order_placed.total`: the numbers of all events; `latest` takes anything. */
function propertiesOfEvents({ tokens, around }: Spot): readonly Item[] {
  const name = tokens.at(-2)?.tokenType;
  if (name !== t.Sum && name !== t.Latest) return [];
  return [...around.knowledge.declared.events].flatMap(([event, { properties }]) =>
    [...properties].flatMap(([property, field]) =>
      name === t.Latest || fieldType(field).type.kind === 'number' ? [fieldItem(`${event}.${property}`, field)] : [],
    ),
  );
}

function numbers(all: Readonly<Record<string, string>>): readonly Item[] {
  return Object.entries(all).map(([label, detail]) => ({ label, kind: 'attribute', detail, rank: 5 }));
}
