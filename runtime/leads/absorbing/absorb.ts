import { statement } from '../../store/database.js';
import type { Transaction } from '../../store/transaction.js';
import type { Affairs, InboxEvent } from '../affairs.js';
import { readAffairs } from '../affairs.js';
import { writeAccount } from '../../store/facts/accounts.js';
import { changesBetween, tellAccountChanges } from './own-events/account-changes.js';
import { takeIn } from './entries.js';
import { fadePoints } from './fade-points.js';
import { holdAccountsOf, holdOwnAccount, joinAccount } from './group.js';
import { forgetAttempts } from '../claiming/forget-attempts.js';
import { mergeAttributes } from './identify.js';
import { entersAndEnds, insideOf } from './inside.js';
import type { LeadDesk } from '../lead-lock.js';
import { quietly } from './brought-along.js';
import { moveByInside, moveInterested } from './move-interested.js';
import type { OwnEvent } from './own-events/own-events.js';
import { appendOwn } from './own-events/own-events.js';
import { lastScoredAt, tellReopened } from './own-events/reopened.js';
import { tellStage } from './own-events/stage-changed.js';
import { writeWatching } from './watch-rows.js';
import { askByInside, askWatched, beginWatching, firstDue, tellChanges, workInDue } from './watching.js';
import { becameReady, scoreAttributes, scoreEvent } from './score-lead.js';
import { noteConsent } from '../facts/topic-consent.js';
import { noteWishes } from '../facts/note-wishes.js';
import { writeChanges } from '../write-changes.js';

/**
 * Works in what came about one lead and nobody has looked at, in order of arrival: attributes and
 * scores first, then the enrolments it moves, then the campaigns it lets the lead into. To be
 * called with the lead's lock held, before anything is decided about the lead.
 *
 * All or nothing with its transaction: what was not committed is simply unread again.
 *
 * With `changed` the lead is looked at although nothing came: what expressions read has changed in
 * these respects (words of `asksOf`), or by time alone.
 *
 * @returns whether there was anything
 */
export async function absorb(
  tx: Transaction,
  desk: LeadDesk,
  leadId: number,
  changed?: readonly string[],
): Promise<boolean> {
  const inbox = await readAffairs(tx, desk, leadId, changed !== undefined);
  if (inbox === undefined) return false;
  const { affairs, unread } = inbox;
  const before = affairs.lead;
  const queue: InboxEvent[] = [...unread];
  if (changed !== undefined) queue.push({ ...lookedAgain, at: affairs.now, changed });
  await holdAccountsOf(tx, affairs, queue);
  beginWatching(affairs, queue[0]?.at ?? affairs.now);
  const behind: InboxEvent[] = [];
  for (;;) {
    const own = behind.shift();
    // Of an event and a moment at once the event is worked in first.
    const due = own === undefined ? firstDue(affairs, queue[0]?.at) : undefined;
    const event = own ?? (due === undefined ? queue.shift() : undefined);
    if (event !== undefined) await holdOwnAccount(tx, affairs, event);
    if (due === undefined && event === undefined) break;
    const said = due === undefined ? (event === undefined ? [] : quietly(affairs, event, workIn)) : workInDue(affairs, due);
    // What follows from an event comes right behind it, before what came later.
    behind.unshift(...(await Promise.all(said.map((item) => appendOwn(tx, leadId, item, affairs.now)))));
  }
  const { lead, changes } = affairs;
  if (lead !== before) {
    const { attributes, fit, pain, readySince, undeclared, firstSeen, accountId, accountSince, fadesAt } = lead;
    const described = [JSON.stringify(attributes), fit, pain, readySince, JSON.stringify(undeclared)];
    tx.send(updateLead, [leadId, ...described, firstSeen, accountId, accountSince, fadesAt]);
  }
  writeAccounts(tx, affairs);
  writeChanges(tx, leadId, changes);
  writeWatching(tx, leadId, affairs.watching);
  if (affairs.sends.some(({ state }) => state === 'claimed')) forgetAttempts(tx, leadId);
  if (unread.length > 0) tx.send(emptyInbox, [leadId, unread.map(({ seq }) => seq)]);
  return true;
}

/** One event; answers what we have to say ourselves because of it. */
function workIn(affairs: Affairs, event: InboxEvent): readonly OwnEvent[] {
  const before = affairs.lead;
  const { fit, pain } = before;
  const inside = insideOf(affairs);
  const scoredBefore = lastScoredAt(affairs);
  noteFirstTouch(affairs, event);
  const attributes = event.kind === 'identify' ? mergeAttributes(affairs, event) : [];
  const ofAccount = event.kind === 'group' ? joinAccount(affairs, event) : [];
  const account = ofAccount.map(({ name }) => name);
  scoreAttributes(affairs, event);
  if (event.kind === 'track') {
    noteConsent(affairs, event);
    noteWishes(affairs, event);
    scoreEvent(affairs, event);
    remember(affairs, event);
  }
  fadePoints(affairs);
  const score = affairs.lead.fit !== fit || affairs.lead.pain !== pain;
  const ready = becameReady(affairs, event);
  const news = { event, attributes, score, account };
  const set = moveInterested(affairs, news);
  const changes = event.quiet === true ? [] : [
    ...tellChanges(affairs, event, before, attributes),
    ...tellAccountChanges(affairs, event, ofAccount),
    ...tellStage(affairs, event, before),
    ...tellReopened(affairs, event, { readySince: before.readySince, scoredBefore }),
  ];
  // Ends before entries: one event may do both.
  if (event.kind === 'track') takeIn(affairs, event);
  const opened = askWatched(affairs, news);
  const told = moveByInside(affairs, inside);
  const asked = askByInside(affairs, event, entersAndEnds(inside, insideOf(affairs)));
  // An SDR is not called because of a list that was brought along.
  const call = ready === undefined || event.quiet === true ? [] : [ready];
  return [...call, ...set, ...changes, ...opened, ...told, ...asked];
}

/** A look without an event: of a number that no event has. */
const lookedAgain = { seq: 0, kind: 'identify', name: 'identify', messageId: '', properties: {} } as const;

/** Velocity counts from it; what is told late may have been the first. */
function noteFirstTouch(affairs: Affairs, { at, foreign }: InboxEvent): void {
  const { lead, release } = affairs;
  if (foreign === true || release.workspace.scoring === undefined || at >= lead.firstSeen) return;
  affairs.lead = { ...lead, firstSeen: at };
}

function writeAccounts(tx: Transaction, { held }: Affairs): void {
  for (const account of held.values()) {
    const { former, changedBy, attributes } = account;
    if (changedBy === undefined) continue;
    writeAccount(tx, account, { eventSeq: changedBy, changes: changesBetween(Object.fromEntries(former), attributes, former.keys()) });
  }
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
  `update leads set attributes = $2, fit = $3, pain = $4, ready_since = $5, undeclared = $6, first_seen = $7,
     account_id = $8, account_since = $9, fades_at = $10
   where id = $1`,
);

const emptyInbox = statement<Record<string, never>>(
  'empty-inbox',
  'delete from lead_inbox where lead_id = $1 and seq = any($2::bigint[])',
);
