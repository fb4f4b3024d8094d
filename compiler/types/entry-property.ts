import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { EntryAst } from '../../grammar/ast/entry.js';
import type { FieldAst } from '../../grammar/ast/schema.js';
import type { Span } from '../../grammar/span.js';
import { unreachable } from '../plan/ir.js';
import type { Declared } from '../names/declared.js';
import { stepsOf } from '../names/steps-of.js';
import type { Type, Typed } from './type.js';
import { fieldType, fits, inWords } from './type.js';

export type EntryProperty =
  | { readonly kind: 'typed'; readonly typed: Typed; readonly field: FieldAst }
  /** Two ways in whose types have nothing in common. */
  | { readonly kind: 'differs'; readonly ways: readonly { readonly way: WayIn; readonly type: string }[] }
  | { readonly kind: 'unknown'; readonly known: readonly string[] }
  /** A way in names an event that does not exist; that was said there. */
  | { readonly kind: 'unjudged' };

interface WayIn {
  readonly span: Span;
  readonly inWords: string;
  /** Undefined: nobody knows what comes by it. */
  readonly properties: ReadonlyMap<string, FieldAst> | undefined;
}

/** `entry.x`: a property of all ways in, or an optional one of some. */
export function entryProperty(declared: Declared, campaign: CampaignAst, name: string): EntryProperty {
  const ways = campaign.enter.map((entry) => wayIn(declared, campaign, entry));
  const known = ways.flatMap(({ properties }) => properties ?? []);
  if (known.length < ways.length || known.length === 0) return { kind: 'unjudged' };
  const found = ways.flatMap((way) => {
    const field = way.properties?.get(name);
    return field === undefined ? [] : [{ way, field, type: fieldType(field).type }];
  });
  const [first, ...others] = found;
  if (first === undefined) {
    return { kind: 'unknown', known: [...new Set(known.flatMap((properties) => [...properties.keys()]))] };
  }
  const other = others.find(({ type }) => !sameType(type, first.type));
  if (other !== undefined) {
    return { kind: 'differs', ways: [first, other].map(({ way, type }) => ({ way, type: inWords(type) })) };
  }
  const optional = found.length < known.length || found.some(({ field }) => field.default === undefined);
  const type = merged(found.map((one) => one.type));
  return { kind: 'typed', field: first.field, typed: { ...fieldType(first.field), type, optional } };
}

/** All names that some way in brings. */
export function entryNames(declared: Declared, campaign: CampaignAst): readonly string[] {
  const ways = campaign.enter.map((entry) => wayIn(declared, campaign, entry));
  return [...new Set(ways.flatMap(({ properties }) => [...(properties?.keys() ?? [])]))];
}

function wayIn(declared: Declared, campaign: CampaignAst, entry: EntryAst): WayIn {
  switch (entry.kind) {
    case 'on': {
      const { span, value: event } = entry.event;
      const own = declared.events.get(event)?.properties;
      const properties = event === 'started' && own !== undefined ? handedOver(declared, campaign, own) : own;
      return { span, inWords: event, properties };
    }
    case 'changed': {
      const { attribute } = entry;
      return { span: attribute.span, inWords: 'changed(…)', properties: changedProperties(declared, attribute) };
    }
    case 'becomes':
    case 'at':
    case 'every':
      return { span: entry.span, inWords: entry.kind, properties: new Map() };
    default:
      return unreachable(entry);
  }
}

/** `old` and `new` of a changed attribute: what was not there before, or is there no more, is missing. */
export function changedProperties(
  declared: Declared,
  attribute: Extract<EntryAst, { kind: 'changed' }>['attribute'],
): ReadonlyMap<string, FieldAst> | undefined {
  if (attribute.kind !== 'path') return undefined;
  const { root, name } = attribute;
  const fields = root.value === 'lead' ? declared.attributes : root.value === 'account' ? declared.accountAttributes : undefined;
  const field = fields?.get(name.value);
  if (field === undefined) return undefined;
  const { default: _, ...optional } = field;
  return new Map([
    ['old', optional],
    ['new', optional],
  ]);
}

/** What starters hand over: the entering events of those campaigns, as far as they say the same. */
function handedOver(
  declared: Declared,
  campaign: CampaignAst,
  own: ReadonlyMap<string, FieldAst>,
): ReadonlyMap<string, FieldAst> {
  const all = new Map<string, FieldAst | undefined>();
  for (const starter of declared.campaigns.values()) {
    const starts = stepsOf(starter.steps).some(
      (step) => step.kind === 'start' && (step.campaign ?? step.id).value === campaign.name.value,
    );
    if (!starts) continue;
    for (const entry of starter.enter) {
      if (entry.kind !== 'on' || entry.event.value === 'started') continue;
      for (const [name, field] of declared.events.get(entry.event.value)?.properties ?? []) {
        const same = !all.has(name) || sameField(all.get(name), field);
        all.set(name, same ? field : undefined);
      }
    }
  }
  const optional = [...all].flatMap(([name, field]) => {
    if (field === undefined) return [];
    const { default: _, ...rest } = field;
    return [[name, rest] as const];
  });
  return new Map([...optional, ...own]);
}

function sameField(one: FieldAst | undefined, other: FieldAst): boolean {
  return one !== undefined && sameType(fieldType(one).type, fieldType(other).type);
}

function sameType(one: Type, other: Type): boolean {
  return fits(one, other) && fits(other, one);
}

/** An enum over several ways in takes any of their values. */
function merged(types: readonly Type[]): Type {
  const values = types.flatMap((type) => (type.kind === 'enum' ? type.values : []));
  const [first] = types;
  if (first?.kind !== 'enum') return first ?? { kind: 'error' };
  return { kind: 'enum', values: [...new Set(values)] };
}
