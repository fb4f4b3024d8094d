import { createHash } from 'node:crypto';
import type { Audience, Entry, Expression, Interests, Plan, Unless, WatchedAgain, WatchedEntry } from './ir.js';
import { unreachable } from './ir.js';

interface WayBase {
  /** The same for the same words, whatever stands around them: what is stored about a lead is stored by it. */
  readonly id: string;
  readonly where?: Expression;
  readonly again: WatchedAgain;
}

/** Opened by an event, the product's own `changed(lead.plan)` among them. */
export interface EventWay extends WayBase {
  readonly kind: 'event';
  readonly event: string;
  readonly unless?: Unless;
  readonly to?: Audience;
}

/** Opened by a condition that turns true. */
export interface TurnWay extends WayBase {
  readonly kind: 'turn';
  readonly entry: Extract<WatchedEntry, { readonly kind: 'becomes' }>;
}

/** Opened by a date or a rhythm. */
export interface DateWay extends WayBase {
  readonly kind: 'date';
  readonly entry: Extract<WatchedEntry, { readonly kind: 'at' | 'every' }>;
}

export type Way = EventWay | TurnWay | DateWay;

const known = new WeakMap<Plan, readonly Way[]>();

/** All ways into a campaign, those of events first. */
export function waysOf(plan: Plan): readonly Way[] {
  const before = known.get(plan);
  if (before !== undefined) return before;
  const all = [...plan.enter.map(eventWay), ...(plan.watch ?? []).map(watchedWay)];
  const ways = all.map((way, index): Way => {
    const twins = all.slice(0, index).filter(({ id }) => id === way.id).length;
    return twins === 0 ? way : { ...way, id: `${way.id}-${twins + 1}` };
  });
  known.set(plan, ways);
  return ways;
}

export function wayOf(plan: Plan, id: string): Way | undefined {
  return waysOf(plan).find((way) => way.id === id);
}

/** The event that tells of a change of an attribute. */
export function changeOf(of: 'lead' | 'account', attribute: string): string {
  return `changed(${of}.${attribute})`;
}

export function interestsOf({ entry }: TurnWay | DateWay): Interests {
  return entry.interests;
}

/** Whether the moment is one for everybody, and none of each lead's own. */
export function isCommon({ entry }: DateWay): boolean {
  if (entry.kind === 'every') return entry.on?.kind !== 'date';
  return entry.moment.anchor.kind !== 'date' || entry.moment.anchor.date.kind === 'constant';
}

function eventWay(entry: Entry): EventWay {
  const { event, where, again, unless, to } = entry;
  return {
    kind: 'event',
    id: idOf('on', [event, unless, to?.segment]),
    event,
    again,
    ...(where === undefined ? {} : { where }),
    ...(unless === undefined ? {} : { unless }),
    ...(to === undefined ? {} : { to }),
  };
}

function watchedWay(entry: WatchedEntry): Way {
  const { where, again } = entry;
  const base = { again, ...(where === undefined ? {} : { where }) };
  switch (entry.kind) {
    case 'changed': {
      const { of, attribute, unless } = entry;
      const event = changeOf(of, attribute);
      return { kind: 'event', id: idOf('changed', [event, unless]), event, ...base, ...(unless === undefined ? {} : { unless }) };
    }
    case 'becomes':
      return { kind: 'turn', id: idOf('becomes', [entry.condition, entry.already]), entry, ...base };
    case 'at':
      return { kind: 'date', id: idOf('at', [entry.moment, entry.to?.segment]), entry, ...base };
    case 'every': {
      const { unit, on, time, spreadMs, to } = entry;
      return { kind: 'date', id: idOf('every', [unit, on, time, spreadMs, to?.segment]), entry, ...base };
    }
    default:
      return unreachable(entry);
  }
}

function idOf(kind: string, parts: readonly unknown[]): string {
  return `${kind}-${createHash('sha256').update(JSON.stringify(parts, inOneOrder)).digest('hex').slice(0, 12)}`;
}

/** A plan that was stored comes back with its keys in another order. */
function inOneOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([first], [second]) => (first < second ? -1 : 1)));
}
