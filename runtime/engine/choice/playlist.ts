import type { Plan, PlayRound, RepeatStep, SendStep } from '../../../compiler/plan/ir.js';
import { matches } from '../conditions/condition.js';
import type { Scope } from '../conditions/scope.js';
import type { PastSend } from '../types.js';

export interface PlaylistItem {
  readonly template: string;
  /** What the claim of its message is filed under: `library/tip-one`. */
  readonly item: string;
}

/** The first item that fits and that this lead has not had, by whichever repeat and enrolment. */
export function nextItem({ playlist, items }: PlayRound, scope: Scope): PlaylistItem | undefined {
  const had = new Set(scope.sends.flatMap((send) => (send.campaign === scope.campaign ? (hadItem(send) ?? []) : [])));
  const next = items.find(
    ({ template, when }) => !had.has(itemName(playlist, template)) && (when === undefined || matches(when, scope)),
  );
  return next === undefined ? undefined : { template: next.template, item: itemName(playlist, next.template) };
}

/** A refused one would be refused again: the next is tried. Only what was withdrawn may still come. */
function hadItem({ item, state }: PastSend): string | undefined {
  return state === 'withdrawn' ? undefined : (item ?? undefined);
}

function itemName(playlist: string, template: string): string {
  return `${playlist}/${template}`;
}

/** The message of one round, as the gate and the channel see it; undefined for a round of steps. */
export function playedMessage({ id, due, round }: RepeatStep, item: string): SendStep | undefined {
  if (round.kind !== 'play') return undefined;
  const template = item.slice(item.indexOf('/') + 1);
  const when = round.items.find((one) => one.template === template)?.when;
  const { email } = round;
  return {
    kind: 'send',
    id,
    due,
    next: id,
    channel: 'email',
    template,
    ...(when === undefined ? {} : { when }),
    email,
    unsure: email.class === 'marketing' ? 'skip' : 'repeat',
  };
}

/**
 * The message of a claim, by the step it was claimed at and the item it was claimed for.
 *
 * @throws where that step sends nothing
 */
export function messageOf(plan: Plan, id: string, item: string | null): SendStep {
  const step = plan.steps.find((one) => one.id === id);
  if (step?.kind === 'send') return step;
  const played = step?.kind === 'repeat' && item !== null ? playedMessage(step, item) : undefined;
  if (played === undefined) throw new Error(`the plan of ${plan.campaign} sends nothing at ${id}`);
  return played;
}
