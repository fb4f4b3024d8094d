import type { Plan, Unless } from '../../../compiler/plan/ir.js';
import { evaluatorOf, matches } from '../conditions/condition.js';
import type { EntryFacts } from '../enter.js';
import { admitBy, entryScope } from '../enter.js';
import type { PastEvent } from '../types.js';
import type { Turnout, Watch } from './watch.js';
import { freshWatch, nothing } from './watch.js';
import type { EventWay } from '../../../compiler/plan/ways.js';
import { waysOf } from '../../../compiler/plan/ways.js';

/**
 * What an event of the lead does at the ways into one campaign: it breaks silences that are waited
 * for, and the first way that it fits lets the lead in, or begins to wait for silence.
 *
 * An event for a whole segment is not for this lead alone: `audienceWays` has those.
 */
export function hear(plan: Plan, event: PastEvent, facts: EntryFacts, watches: readonly Watch[]): Turnout {
  const ways = waysOf(plan).filter((way) => way.kind === 'event');
  const drop = watches.filter((watch) => isBroken(ways, watch, event));
  const waiting = watches.filter((watch) => !drop.includes(watch));
  const scope = entryScope(plan.campaign, facts, { at: event.at, event });
  for (const way of ways) {
    if (way.event !== event.name || way.to !== undefined) continue;
    if (way.where !== undefined && !matches(way.where, scope)) continue;
    if (way.unless !== undefined) return { put: silence(way, way.unless, event, facts, waiting, scope), drop };
    return { ...enterOn(plan.campaign, way, event, event.at, facts), drop };
  }
  return { ...nothing, drop };
}

/** The ways that the event opens for everybody in a segment, whoever it is about. */
export function audienceWays(plan: Plan, event: PastEvent): readonly EventWay[] {
  return waysOf(plan).filter((way) => way.kind === 'event' && way.to !== undefined && way.event === event.name).flatMap((way) => (way.kind === 'event' ? [way] : []));
}

/** Lets the lead in for an event that came before, as of `at`. */
export function enterOn(campaign: string, way: EventWay, event: PastEvent, at: number, facts: EntryFacts): Turnout {
  const admission = admitBy(campaign, way, { at, name: `event:${event.seq}`, event }, facts);
  if (admission.kind === 'not-for') return nothing;
  if (admission.kind === 'stay-out') return { ...nothing, refusal: admission };
  const arrival = { way: way.id, key: admission.key, at, event, by: event.name, text: textOf(way, event) };
  return { ...nothing, arrival };
}

/** Whether the silence after the trigger held until it was due, as far as anybody knows by now. */
export function heldSilence({ events, withinMs }: Unless, trigger: PastEvent, past: readonly PastEvent[]): boolean {
  return !past.some((event) => events.includes(event.name) && breaks(event, trigger, withinMs));
}

function isBroken(ways: readonly EventWay[], { way: id, trigger }: Watch, event: PastEvent): boolean {
  const unless = ways.find((way) => way.id === id)?.unless;
  return unless !== undefined && trigger !== null && unless.events.includes(event.name) && breaks(event, trigger, unless.withinMs);
}

function breaks(event: PastEvent, trigger: PastEvent, withinMs: number): boolean {
  if (event.seq === trigger.seq || event.at > trigger.at + withinMs) return false;
  return event.at === trigger.at ? event.seq > trigger.seq : event.at > trigger.at;
}

function silence(
  way: EventWay,
  unless: Unless,
  trigger: PastEvent,
  facts: EntryFacts,
  waiting: readonly Watch[],
  scope: Parameters<ReturnType<typeof evaluatorOf>>[0],
): readonly Watch[] {
  // What breaks it may have come in before the trigger did.
  if (!heldSilence(unless, trigger, facts.events)) return [];
  const each = way.again.kind === 'each' ? evaluatorOf(way.again.key)(scope) : undefined;
  const key = each === undefined ? '' : String(each);
  if (waiting.some((watch) => watch.way === way.id && watch.key === key)) return [];
  return [freshWatch(way.id, trigger.at, { key, dueAt: trigger.at + unless.withinMs, trigger })];
}

function textOf({ unless }: EventWay, { name }: PastEvent): string {
  return unless === undefined ? `Entered on ${name}.` : `Entered on ${name}, after which all was silent.`;
}
