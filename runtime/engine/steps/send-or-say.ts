import type { SendStep } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import { heldOutText } from '../choice/holdout.js';
import { elsewhereText, sentElsewhere } from '../choice/sent-elsewhere.js';
import { stepKey } from '../choice/step-key.js';
import { gate } from '../gate/gate.js';
import { printLocal } from '../time/civil-time.js';
import { zoneOf } from '../time/zone.js';
import type { Effect, PastSend, Progress } from '../types.js';
import type { Look, Move } from './move.js';

/**
 * Claims the message, or says why not; `behind` is where the lead stands once it has it. The claim
 * commits before anything is handed over.
 */
export function sendOrSay(look: Look, message: SendStep, behind: Progress, item?: string): Move {
  const { plan, step, progress, facts, now, at, planned } = look;
  const key = stepKey(look);
  const brought = item === undefined ? sentElsewhere(plan, message.id, progress, facts) : undefined;
  if (brought !== undefined) {
    return { progress: behind, reasons: [{ code: 'skipped', step: step.id, detail: 'imported', text: elsewhereText(brought, facts), at }] };
  }
  const verdict = gate(plan, message, facts, now, planned, key);
  switch (verdict.kind) {
    case 'send': {
      const { channel, unsure } = message;
      const claim = {
        kind: 'claim',
        key,
        step: step.id,
        channel,
        class: message.email.class,
        unsure,
        ...(item === undefined ? {} : { item }),
      } as const;
      const { heldOut } = progress;
      if (heldOut !== undefined && message.email.class === 'marketing') {
        return {
          progress: behind,
          effects: [{ ...claim, heldOut: true }],
          reasons: [{ code: 'held_out', step: step.id, detail: heldOut, text: heldOutText(heldOut), at }],
          facts: { ...facts, sends: [...facts.sends, withheldSend(plan.campaign, claim, at)] },
        };
      }
      const text = item === undefined ? (verdict.text ?? 'Every check passed; handed to the channel.') : `Every check passed; ${item} was handed to the channel.`;
      return {
        progress: { step: step.id, since: progress.since, claim: { key, at } },
        effects: [claim],
        reasons: [{ code: 'claimed', step: step.id, text, at }],
        rest: { kind: 'deliver', key, channel, step: step.id },
      };
    }
    case 'skip':
      return {
        progress: behind,
        reasons: [{ code: 'skipped', step: step.id, detail: verdict.detail, text: verdict.text, at }],
      };
    case 'hold': {
      const { zone } = zoneOf(facts);
      const text = `${verdict.text} Held until ${printLocal(zone, verdict.until)} ${zone}.`;
      return {
        progress: { ...progress, hold: { until: verdict.until, detail: verdict.detail } },
        reasons: [{ code: 'held', step: step.id, detail: verdict.detail, text, at }],
      };
    }
    case 'stop':
      // `advance` asked the same question of the same moment just before.
      throw new Error(`the gate of ${step.id} stopped what no ending explains`);
    default:
      return unreachable(verdict);
  }
}

/** What the steps behind it see of a message that is only noted. */
function withheldSend(
  campaign: string,
  { key, step, class: kind, item }: Extract<Effect, { kind: 'claim' }>,
  at: number,
): PastSend {
  return { key, campaign, step, class: kind, state: 'held_out', at, ...(item === undefined ? {} : { item }) };
}
