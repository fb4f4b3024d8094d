import type { Again, Plan } from '../../compiler/plan/ir.js';
import { unreachable } from '../../compiler/plan/ir.js';
import { msInWords } from '../../grammar/duration.js';
import { evaluatorOf, matches } from './condition.js';
import { notYet } from './not-yet.js';
import type { Scope } from './scope.js';
import type { Facts, PastEvent, PastSend } from './types.js';

/** What an entry may know: no enrolment exists yet. */
export interface EntryFacts {
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

/** Whether the event lets the lead into the campaign, under which key. The first way in that fits counts. */
export function admit(plan: Plan, event: PastEvent, facts: EntryFacts, now: number): Admission {
  const scope: Scope = {
    campaign: plan.campaign,
    attributes: facts.lead.attributes,
    score: facts.lead.score,
    now,
    entry: event,
    enteredAt: event.at,
    event,
    events: facts.events,
    sends: facts.sends,
  };
  for (const entry of plan.enter) {
    if (entry.event !== event.name) continue;
    if (entry.unless !== undefined || entry.to !== undefined) notYet('a way in with "unless" or "to"');
    if (entry.where !== undefined && !matches(entry.where, scope)) continue;
    if (facts.inside) {
      return { kind: 'stay-out', detail: 'inside', text: 'Is in the campaign already.' };
    }
    return again(entry.again, event, facts, scope);
  }
  return { kind: 'not-for' };
}

function again(rule: Again, event: PastEvent, facts: EntryFacts, scope: Scope): Admission {
  const { lastEnteredAt } = facts;
  switch (rule.kind) {
    case 'never':
      return lastEnteredAt === undefined
        ? { kind: 'enter', key: 'once' }
        : { kind: 'stay-out', detail: 'again_never', text: 'Was in the campaign before; it takes nobody twice.' };
    case 'always':
      return { kind: 'enter', key: `event:${event.seq}` };
    case 'after':
      return lastEnteredAt === undefined || event.at - lastEnteredAt >= rule.ms
        ? { kind: 'enter', key: `event:${event.seq}` }
        : {
            kind: 'stay-out',
            detail: 'again_too_soon',
            text: `Entered ${msInWords(event.at - lastEnteredAt)} ago, may again after ${msInWords(rule.ms)}.`,
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
    default:
      return unreachable(rule);
  }
}
