import type { SendStep } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import { printLocal } from '../civil-time.js';
import { gate } from '../gate.js';
import { mailOnly } from '../not-yet.js';
import { sendKey } from '../stable-hash.js';
import { zoneOf } from '../zone.js';
import type { Look, Move } from './move.js';
import { goTo } from './move.js';

/** Claims the message, or says why not. The claim commits before anything is handed over. */
export function takeSend({ plan, step, progress, facts, now, at, planned }: Look<SendStep>): Move {
  const verdict = gate(plan, step, facts, now, planned);
  switch (verdict.kind) {
    case 'send': {
      const key = sendKey(facts.enrolment.id, step.id);
      const channel = mailOnly(step.channel);
      const { unsure } = step;
      return {
        progress: { step: step.id, since: progress.since, claim: { key, at } },
        effects: [{ kind: 'claim', key, step: step.id, channel, class: step.email.class, unsure }],
        reasons: [{ code: 'claimed', step: step.id, text: 'Every check passed; handed to the channel.', at }],
        rest: { kind: 'deliver', key, channel, step: step.id },
      };
    }
    case 'skip':
      return {
        progress: goTo(step.next, at),
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
