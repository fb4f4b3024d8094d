import type { Expression, Plan, WatchedAgain } from '../../compiler/plan/ir.js';
import { unreachable } from '../../compiler/plan/ir.js';
import { msInWords } from '../../grammar/duration.js';
import { evaluatorOf, matches } from './conditions/condition.js';
import type { FurtherFacts } from './further-facts.js';
import { furtherOf } from './further-facts.js';
import type { Scope } from './conditions/scope.js';
import type { Facts, PastEvent, PastSend } from './types.js';

/** What an entry may know: no enrolment exists yet. */
export interface EntryFacts extends FurtherFacts {
  readonly lead: Facts['lead'];
  readonly events: readonly PastEvent[];
  readonly sends: readonly PastSend[];
  /** Whether an enrolment of this campaign is open. */
  readonly inside: boolean;
  /** Epoch ms of the last entry, open or ended. */
  readonly lastEnteredAt?: number;
  /** Entry keys ever used. */
  readonly keys: ReadonlySet<string>;
}

export type Admission =
  | { readonly kind: 'enter'; readonly key: string }
  /** The way in was for this lead, and it may not take it. */
  | { readonly kind: 'stay-out'; readonly detail: string; readonly text: string }
  | { readonly kind: 'not-for' };

/** Something that opens a way in, at one moment. */
export interface Occasion {
  /** Epoch ms. */
  readonly at: number;
  /** Tells it apart from every other one of this lead: `event:17`. */
  readonly name: string;
  /** The event under test, where one opens the way. */
  readonly event?: PastEvent;
  /** Of a date or a rhythm: which one of its rounds. */
  readonly round?: string;
}

/** What conditions of a way in look at: nobody has entered, so the occasion stands for the entry. */
export function entryScope(campaign: string, facts: EntryFacts, { at, event }: Pick<Occasion, 'at' | 'event'>): Scope {
  return {
    campaign,
    attributes: facts.lead.attributes,
    score: facts.lead.score,
    now: at,
    ...(event === undefined ? {} : { entry: event, event, enteredAt: event.at }),
    events: facts.events,
    sends: facts.sends,
    ...furtherOf(facts),
  };
}

/** Whether the event lets the lead in at once, under which key: the first way in of its name that fits counts. */
export function admit({ campaign, enter }: Plan, event: PastEvent, facts: EntryFacts): Admission {
  for (const way of enter) {
    if (way.event !== event.name || way.unless !== undefined || way.to !== undefined) continue;
    const admission = admitBy(campaign, way, { at: event.at, name: `event:${event.seq}`, event }, facts);
    if (admission.kind !== 'not-for') return admission;
  }
  return { kind: 'not-for' };
}

/** Whether the occasion lets the lead in by this way, under which key. */
export function admitBy(
  campaign: string,
  way: { readonly where?: Expression; readonly again: WatchedAgain },
  occasion: Occasion,
  facts: EntryFacts,
): Admission {
  const scope = entryScope(campaign, facts, occasion);
  if (way.where !== undefined && !matches(way.where, scope)) return { kind: 'not-for' };
  if (facts.inside) return { kind: 'stay-out', detail: 'inside', text: 'Is in the campaign already.' };
  return again(way.again, occasion, facts, scope);
}

function again(rule: WatchedAgain, { at, name, round }: Occasion, facts: EntryFacts, scope: Scope): Admission {
  const { lastEnteredAt } = facts;
  switch (rule.kind) {
    case 'never':
      return lastEnteredAt === undefined
        ? { kind: 'enter', key: 'once' }
        : { kind: 'stay-out', detail: 'again_never', text: 'Was in the campaign before; it takes nobody twice.' };
    case 'always':
      return onceFor(name, facts);
    case 'after':
      return lastEnteredAt === undefined || at - lastEnteredAt >= rule.ms
        ? onceFor(name, facts)
        : {
            kind: 'stay-out',
            detail: 'again_too_soon',
            text: `Entered ${msInWords(at - lastEnteredAt)} ago, may again after ${msInWords(rule.ms)}.`,
          };
    case 'each': {
      const value = evaluatorOf(rule.key)(scope);
      if (value === undefined) {
        return { kind: 'stay-out', detail: 'no_key', text: 'The event lacks the value that tells entries apart.' };
      }
      const key = `each:${String(value)}`;
      return facts.keys.has(key)
        ? { kind: 'stay-out', detail: 'again_same_key', text: 'Entered for the same key before.' }
        : { kind: 'enter', key };
    }
    case 'round':
      return onceFor(round ?? name, facts);
    default:
      return unreachable(rule);
  }
}

/** The very same occasion again, after a crash or by two ways: no news for anybody. */
function onceFor(key: string, { keys }: EntryFacts): Admission {
  return keys.has(key) ? { kind: 'not-for' } : { kind: 'enter', key };
}
