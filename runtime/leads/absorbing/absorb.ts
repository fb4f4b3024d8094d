import { statement } from '../../store/database.js';
import type { Transaction } from '../../store/transaction.js';
import type { Affairs, InboxEvent } from '../affairs.js';
import { readAffairs } from '../affairs.js';
import { takeIn } from './entries.js';
import { mergeAttributes } from './identify.js';
import type { LeadDesk } from '../lead-lock.js';
import { moveInterested } from './move-interested.js';
import type { OwnEvent } from './own-events.js';
import { appendOwn } from './own-events.js';
import { becameReady, scoreAttributes, scoreEvent } from './score-lead.js';
import { noteConsent } from '../topic-consent.js';
import { writeChanges } from '../write-changes.js';

/**
 * Works in what came about one lead and nobody has looked at, in order of arrival: attributes and
 * scores first, then the enrolments it moves, then the campaigns it lets the lead into. To be
 * called with the lead's lock held, before anything is decided about the lead.
 *
 * All or nothing with its transaction: what was not committed is simply unread again.
 *
 * @returns whether there was anything
 */
export async function absorb(tx: Transaction, desk: LeadDesk, leadId: number): Promise<boolean> {
  const inbox = await readAffairs(tx, desk, leadId);
  if (inbox === undefined) return false;
  const { affairs, unread } = inbox;
  const before = affairs.lead;
  const queue: InboxEvent[] = [...unread];
  for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
    const own = await Promise.all(workIn(affairs, event).map((item) => appendOwn(tx, leadId, item, affairs.now)));
    // What follows from an event comes right behind it, before what came later.
    queue.unshift(...own);
  }
  const { lead, changes } = affairs;
  if (lead !== before) {
    const { attributes, fit, pain, readySince, undeclared } = lead;
    tx.send(updateLead, [leadId, JSON.stringify(attributes), fit, pain, readySince, JSON.stringify(undeclared)]);
  }
  writeChanges(tx, leadId, changes);
  tx.send(emptyInbox, [leadId, unread.map(({ seq }) => seq)]);
  return true;
}

/** One event; answers what we have to say ourselves because of it. */
function workIn(affairs: Affairs, event: InboxEvent): readonly OwnEvent[] {
  const { fit, pain } = affairs.lead;
  const attributes = event.kind === 'identify' ? mergeAttributes(affairs, event) : [];
  scoreAttributes(affairs, event);
  if (event.kind === 'track') {
    noteConsent(affairs, event);
    scoreEvent(affairs, event);
    remember(affairs, event);
  }
  const score = affairs.lead.fit !== fit || affairs.lead.pain !== pain;
  const ready = becameReady(affairs, event);
  const set = moveInterested(affairs, { event, attributes, score });
  // Ends before entries: one event may do both.
  if (event.kind === 'track') takeIn(affairs, event);
  return ready === undefined ? set : [ready, ...set];
}

/** Puts the event where it belongs in time: it may have come late. */
function remember({ events }: Affairs, { seq, name, at, properties }: InboxEvent): void {
  let place = events.length;
  while (place > 0 && isAfter(events[place - 1], at)) place -= 1;
  events.splice(place, 0, { seq, name, at, properties });
}

function isAfter(event: { readonly at: number } | undefined, at: number): boolean {
  return event !== undefined && event.at > at;
}

const updateLead = statement<Record<string, never>>(
  'update-lead',
  'update leads set attributes = $2, fit = $3, pain = $4, ready_since = $5, undeclared = $6 where id = $1',
);

const emptyInbox = statement<Record<string, never>>(
  'empty-inbox',
  'delete from lead_inbox where lead_id = $1 and seq = any($2::bigint[])',
);
