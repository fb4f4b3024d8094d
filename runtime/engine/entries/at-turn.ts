import type { EntryFacts } from '../enter.js';
import { admitBy, entryScope } from '../enter.js';
import { matches } from '../conditions/condition.js';
import { explain } from '../explain.js';
import { nextFlip } from '../conditions/flip.js';
import type { Scope } from '../conditions/scope.js';
import type { Turnout, Watch } from './watch.js';
import { freshWatch, nothing } from './watch.js';
import type { TurnWay } from '../../../compiler/plan/ways.js';

/**
 * What is kept of a lead at the way from the moment it is watched: whether the condition holds, and
 * when time alone could turn it. That it holds already is no turn.
 */
export function firstWatch(campaign: string, way: TurnWay, facts: EntryFacts, at: number): Watch {
  const scope = entryScope(campaign, facts, { at });
  return freshWatch(way.id, at, { holds: matches(way.entry.condition, scope), dueAt: nextTurn(way, scope) });
}

/**
 * Asks the condition as of `at` (epoch ms). From false, or unknown, to true lets the lead in; what
 * comes next by time alone is noted.
 */
export function askTurn(campaign: string, way: TurnWay, watch: Watch, facts: EntryFacts, at: number): Turnout {
  // What held at launch is about to come in; that asks anew.
  if (watch.round !== null) return nothing;
  const scope = entryScope(campaign, facts, { at });
  const holds = matches(way.entry.condition, scope);
  const dueAt = nextTurn(way, scope);
  const put = holds === watch.holds && dueAt === watch.dueAt ? [] : [{ ...watch, holds, dueAt, askedAt: at }];
  if (!holds || watch.holds) return { ...nothing, put };
  return { ...enterAsTrue(campaign, way, facts, at), put };
}

function enterAsTrue(campaign: string, way: TurnWay, facts: EntryFacts, at: number): Turnout {
  const admission = admitBy(campaign, way, { at, name: `turn:${at}` }, facts);
  if (admission.kind === 'not-for') return nothing;
  if (admission.kind === 'stay-out') return { ...nothing, refusal: admission };
  const words = explain(way.entry.condition, entryScope(campaign, facts, { at }));
  return { ...nothing, arrival: { way: way.id, key: admission.key, at, by: 'becomes', text: `Entered: ${words}.` } };
}

/** Lets a lead in for whom the condition held at launch, if it still does; from then on it is watched. */
export function enterAlready(campaign: string, way: TurnWay, watch: Watch, facts: EntryFacts, at: number): Turnout {
  const put = [{ ...firstWatch(campaign, way, facts, at), key: watch.key }];
  return put[0]?.holds === true ? { ...enterAsTrue(campaign, way, facts, at), put } : { ...nothing, put };
}

/** Names the entry of those for whom the condition held at launch. */
export const alreadyRound = 'already';

/**
 * When the condition last turned true in the time from `from` to `until` (epoch ms), as far as
 * events and time tell: of attributes and scores only today's are known. Undefined when it did not.
 */
export function cameTrue(campaign: string, way: TurnWay, facts: EntryFacts, from: number, until: number): number | undefined {
  const { condition } = way.entry;
  const holdsAt = (at: number): boolean => matches(condition, entryScope(campaign, facts, { at }));
  let at = from;
  let held = holdsAt(from);
  let turned: number | undefined;
  // Bounded: a condition on the present hour would be asked for every hour of years.
  for (let asked = 0; asked < mostAsked; asked += 1) {
    const next = nextMoment(way, campaign, facts, at);
    if (next === undefined || next > until) break;
    at = next;
    const holds = holdsAt(at);
    if (holds && !held) turned = at;
    if (!holds) turned = undefined;
    held = holds;
  }
  return turned;
}

const mostAsked = 10_000;

function nextMoment(way: TurnWay, campaign: string, facts: EntryFacts, at: number): number | undefined {
  const event = facts.events.find((past) => past.at > at)?.at;
  const flip = nextFlip(way.entry.condition, entryScope(campaign, facts, { at }));
  return event === undefined ? flip : Math.min(event, flip ?? event);
}

function nextTurn({ entry }: TurnWay, scope: Scope): number | null {
  return nextFlip(entry.condition, scope) ?? null;
}
