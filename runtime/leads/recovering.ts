import { advance } from '../engine/advance.js';
import type { Advance, Facts, PastSend, Progress } from '../engine/types.js';
import { statement } from '../store/database.js';
import type { Transaction } from '../store/transaction.js';
import { absorb } from './absorbing/absorb.js';
import type { OwnEvent } from './absorbing/own-events/own-events.js';
import { leaveUnread, ownEventOf } from './absorbing/own-events/own-events.js';
import { noChanges, noteAdvance } from './changes.js';
import type { EnrolmentRefRow, EnrolmentRefs } from './enrolment-refs.js';
import { withPresentRef } from './identity/merged-lead.js';
import type { EnrolmentLook } from './facts/facts.js';
import { factsOf, lookAtEnrolment } from './facts/facts.js';
import type { LeadDesk } from './lead-lock.js';
import { writeChanges } from './write-changes.js';

/** The time of which the database has lost its memory; epoch ms. */
export interface Gap {
  readonly since: number;
  readonly until: number;
}

/**
 * Walks an enrolment through the gap: every message that was due in it may have left and counts as
 * unknown, and the lead goes on from where it would have come. What came in before the gap and was
 * not looked at yet is worked in first. Asked again it changes nothing.
 *
 * @returns how many messages are unknown now
 */
export async function walkThroughGap(desk: LeadDesk, refs: EnrolmentRefs, enrolmentId: string, gap: Gap): Promise<number> {
  const unknown = await withPresentRef(
    refs,
    () => refs.find(enrolmentId),
    (ref) => walk(desk, ref, gap),
  );
  return unknown ?? 0;
}

function walk(desk: LeadDesk, ref: EnrolmentRefRow, gap: Gap): Promise<number> {
  return desk.withLead(ref.leadId, async (tx) => {
    const look = await lookAtEnrolment(tx, desk, ref);
    if (look === undefined || look.enrolment.ending !== null) return 0;
    const plan = await desk.releases.plan(tx, look.enrolment.planHash);
    const changes = noChanges();
    const unknown = new Set<string>();
    const own: OwnEvent[] = [];
    let { progress } = look.enrolment;
    let facts = withoutRecovery(look);
    let moment = Math.max(look.enrolment.restingUntil ?? gap.until, gap.since);
    if (look.enrolment.awake) moment = gap.since;
    while (moment <= gap.until) {
      ({ progress, facts } = settleUnknown(progress, facts, unknown, moment));
      const result: Advance = advance(plan, progress, { ...facts, events: facts.events.filter(({ at }) => at <= moment) }, moment);
      noteAdvance(changes, { id: ref.id, campaign: ref.campaign }, result, moment);
      own.push(...result.effects.flatMap((effect) => ownEventOf({ id: ref.id, campaign: ref.campaign }, effect, moment) ?? []));
      facts = withClaims(facts, result, ref.campaign, moment);
      const stands = result.rest.kind !== 'deliver';
      progress = result.progress;
      if (!stands) continue;
      if (result.rest.kind !== 'wait' || result.rest.until === undefined) break;
      moment = Math.max(result.rest.until, moment + 1);
    }
    if (progress === look.enrolment.progress && unknown.size === 0) return 0;
    // Where the walk came to an end, a run that still waits somewhere has to look a last time.
    changes.moved.push({ id: ref.id, progress, restingUntil: look.now, awake: true, wake: progress.ending !== undefined, at: look.now });
    writeChanges(tx, ref.leadId, changes);
    if (unknown.size > 0) tx.send(markUnknown, [ref.leadId, [...unknown], look.now]);
    // Worked in with the next look at the lead.
    for (const event of own) await leaveUnread(tx, ref.leadId, event, look.now);
    return unknown.size;
  });
}

/** Works in what nobody had looked at before the gap. */
export async function absorbBeforeGap(desk: LeadDesk, leadId: number): Promise<void> {
  await desk.withLead(leadId, (tx: Transaction) => absorb(tx, desk, leadId));
}

/** As the lead would have been looked at: the hold of the recovery itself came later. */
function withoutRecovery(look: EnrolmentLook): Facts {
  const controls = new Map([...look.release.controls].filter(([, { saidBy }]) => saidBy !== 'recovery'));
  const { held: _held, ...progress } = look.enrolment.progress;
  return factsOf({ ...look, release: { ...look.release, controls }, enrolment: { ...look.enrolment, progress } });
}

function settleUnknown(
  { held: _held, ...progress }: Progress,
  facts: Facts,
  unknown: Set<string>,
  at: number,
): { readonly progress: Progress; readonly facts: Facts } {
  const key = progress.claim?.key;
  const open = facts.sends.find((send) => send.key === key && (send.state === 'claimed' || send.state === 'under_way'));
  if (open === undefined) return { progress, facts };
  unknown.add(open.key);
  const sends = facts.sends.map((send): PastSend => (send === open ? { ...send, state: 'unknown', at } : send));
  return { progress, facts: { ...facts, sends } };
}

function withClaims(facts: Facts, { effects }: Advance, campaign: string, at: number): Facts {
  const made = effects.flatMap((effect): readonly PastSend[] => {
    if (effect.kind !== 'claim') return [];
    const { key, step, class: kind } = effect;
    return [{ key, campaign, step, class: kind, state: effect.heldOut === true ? 'held_out' : 'claimed', at }];
  });
  const keys = new Set(made.map(({ key }) => key));
  return made.length === 0 ? facts : { ...facts, sends: [...facts.sends.filter(({ key }) => !keys.has(key)), ...made] };
}

const markUnknown = statement<Record<string, never>>(
  'mark-unknown-in-gap',
  `with lost as (
     update claims set state = 'unknown', settled_at = $3, attempt = null, response = 'The database has lost what became of it.'
     where lead_id = $1 and key = any($2) and state in ('claimed', 'under_way')
     returning lead_id, enrolment_id, campaign, step
   )
   insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
   select lead_id, enrolment_id, campaign, step, 'unknown', 'lost',
     'The database has lost what became of it: it may have left.', $3 from lost`,
);
