import type { MailEvent } from '../../mail-events/mail-event.js';
import type { WaitingVisit } from '../../store/facts/visits.js';
import { forgetWaiting, waitingVisits } from '../../store/facts/visits.js';
import type { LeadDesk } from '../lead-lock.js';
import { takeMailEvents } from './take-mail-events.js';

/** Programs that look for dangers follow every link at once; a person reads between two. Ms. */
const togetherMs = 2_000;
/** Nobody has read a mail so soon after it was accepted; ms. */
const readMs = 1_000;
/** A visit is judged once all that belong to it must have come; ms. */
export const judgeAfterMs = 5_000;

const batch = 200;

/**
 * Judges visits that wait: of a person, and so an act of the lead, or of a program, which is kept and
 * counts for nothing.
 *
 * @returns how many were judged
 */
export async function judgeVisits(desk: LeadDesk, now: number): Promise<number> {
  for (let judged = 0; ; ) {
    const visits = await waitingVisits(desk.db, now - judgeAfterMs, togetherMs, batch);
    if (visits.length === 0) return judged;
    await takeMailEvents(desk, visits.map(judge));
    // Last: whatever broke off before is judged again, to the same end.
    await forgetWaiting(desk.db, visits.map(({ dedupKey }) => dedupKey));
    judged += visits.length;
  }
}

function judge({ sendKey, act, at, link, dedupKey, linksAround, acceptedAt }: WaitingVisit): MailEvent {
  const together = act === 'clicked' && linksAround > 1;
  const tooSoon = acceptedAt !== null && at - acceptedAt < readMs;
  return { sendKey, act, at, machine: together || tooSoon, source: 'link', dedupKey, ...(link === null ? {} : { link }) };
}
