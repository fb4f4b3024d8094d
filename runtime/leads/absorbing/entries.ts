import { randomUUID } from 'node:crypto';
import { begin } from '../../engine/begin.js';
import { admit } from '../../engine/enter.js';
import type { CampaignInForce } from '../../store/releases.js';
import type { Affairs, InboxEvent } from '../affairs.js';
import { waysIn } from '../affairs.js';
import { leadFacts } from '../lead-state.js';

/**
 * Lets the lead into every campaign that has a way in on this event. A refusal is worth a line in
 * the timeline only where the way in was meant for this lead.
 */
export function takeIn(affairs: Affairs, event: InboxEvent): void {
  const { release, lead, events, sends, standings, enrolments, now, changes } = affairs;
  for (const campaign of waysIn(release, event.name)) {
    const { name, plan } = campaign;
    const standing = standings.get(name);
    const { lastEnteredAt, keys = new Set<string>() } = standing ?? {};
    const admission = admit(
      plan,
      event,
      {
        lead: leadFacts(lead, release.workspace),
        events,
        sends,
        // Who only waits for a message that is under way has left.
        inside: enrolments.some(({ campaign: own, progress }) => own === name && progress.over === undefined),
        ...(lastEnteredAt === undefined ? {} : { lastEnteredAt }),
        keys,
      },
      now,
    );
    switch (admission.kind) {
      case 'not-for':
        break;
      case 'stay-out':
        changes.decisions.push({
          enrolmentId: null,
          campaign: name,
          step: null,
          code: 'stayed_out',
          detail: admission.detail,
          text: admission.text,
          at: now,
        });
        break;
      case 'enter':
        enter(affairs, campaign, event, admission.key);
        break;
    }
  }
}

function enter(affairs: Affairs, campaign: CampaignInForce, event: InboxEvent, entryKey: string): void {
  const { enrolments, standings, changes, now } = affairs;
  const { name, plan, planHash } = campaign;
  const id = randomUUID();
  const { seq, at, properties } = event;
  const progress = begin(plan, at);
  changes.entered.push({ id, campaign: name, planHash, entryKey, entrySeq: seq, enteredAt: at, progress, at: now });
  changes.decisions.push({
    enrolmentId: id,
    campaign: name,
    step: null,
    code: 'entered',
    detail: event.name,
    text: `Entered on ${event.name}.`,
    // As of the event, like the steps that follow at once: else the timeline shows those first.
    at,
  });
  const entry = { seq, name: event.name, at, properties };
  enrolments.push({ id, campaign: name, plan, enteredAt: at, entry, progress, restingUntil: now, awake: true });
  const keys = standings.get(name)?.keys ?? new Set<string>();
  standings.set(name, { lastEnteredAt: at, keys: keys.add(entryKey) });
}
