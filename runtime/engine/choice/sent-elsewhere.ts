import type { Plan } from '../../../compiler/plan/ir.js';
import { printLocal } from '../time/civil-time.js';
import { zoneOf } from '../time/zone.js';
import type { Facts, PastSend, Progress } from '../types.js';

/**
 * The message of this step that another system sent before this one took over, if it did.
 *
 * Where the campaign takes a lead in once, whenever that was. Where it may come again, each time is
 * about something else: then only what was sent since the entry is this message. A message of a repeat
 * is another one each round, and is never taken for one that was sent elsewhere.
 */
export function sentElsewhere(plan: Plan, step: string, progress: Progress, facts: Facts): PastSend | undefined {
  if (progress.rounds !== undefined && progress.rounds.length > 0) return undefined;
  const since = entersOnce(plan) ? Number.NEGATIVE_INFINITY : facts.enrolment.enteredAt;
  return facts.sends.find((send) => send.imported === true && send.at >= since && isOf(send, plan.campaign, step));
}

export function elsewhereText({ at }: PastSend, facts: Facts): string {
  const { zone } = zoneOf(facts);
  return `The system before this one sent it on ${printLocal(zone, at)} ${zone}.`;
}

function isOf(send: PastSend, campaign: string, step: string): boolean {
  return (send.campaign === campaign && send.step === step) || send.also?.includes(`${campaign}/${step}`) === true;
}

function entersOnce({ enter, watch = [] }: Plan): boolean {
  return [...enter, ...watch].every(({ again }) => again.kind === 'never');
}
