import { startedEvent } from '../../../engine/choice/started.js';
import type { Effect } from '../../../engine/types.js';
import { statement } from '../../../store/database.js';
import type { Transaction } from '../../../store/transaction.js';
import type { InboxEvent } from '../../affairs.js';

/** What the product itself has to say about a lead: a score that crossed its target, an attribute it set. */
export interface OwnEvent {
  readonly kind: 'identify' | 'track' | 'group';
  readonly name: string;
  /** The same for the same cause, so that nothing is said twice. */
  readonly messageId: string;
  readonly at: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Stores it among the lead's events; working it in is left to the caller. */
export async function appendOwn(
  tx: Transaction,
  leadId: number,
  event: OwnEvent,
  now: number,
): Promise<InboxEvent> {
  const { kind, name, messageId, at, properties } = event;
  const [row] = await tx.query(append, [leadId, messageId, kind, name, at, now, JSON.stringify(properties)]);
  if (row === undefined) throw new Error(`${messageId} was said before`);
  return { ...event, seq: row.seq };
}

/** Leaves it unread, for an absorb that follows in the same transaction. */
export async function leaveUnread(tx: Transaction, leadId: number, event: OwnEvent, now: number): Promise<void> {
  const { seq } = await appendOwn(tx, leadId, event, now);
  tx.send(toInbox, [leadId, seq]);
}

/** An attribute that a step set. */
export function attributeSet(
  enrolmentId: string,
  effect: {
    readonly of?: 'account';
    readonly key: string;
    readonly step: string;
    readonly attribute: string;
    readonly value: unknown;
  },
  at: number,
): OwnEvent {
  const { of, key, attribute, value } = effect;
  const messageId = `set:${key}`;
  if (of === 'account') {
    return { kind: 'group', name: 'group', messageId, at, properties: { traits: { [attribute]: value } } };
  }
  return { kind: 'identify', name: 'identify', messageId, at, properties: { [attribute]: value } };
}

/** What the product has to say because of an effect of the engine, if anything. */
export function ownEventOf(enrolment: { readonly id: string; readonly campaign: string }, effect: Effect, at: number): OwnEvent | undefined {
  switch (effect.kind) {
    case 'set':
      return attributeSet(enrolment.id, effect, at);
    case 'task-late': {
      const { key, step, team } = effect;
      const properties = { campaign: enrolment.campaign, task: step, team };
      return { kind: 'track', name: 'task_late', messageId: `task_late:${key}`, at, properties };
    }
    case 'start':
      return { kind: 'track', name: startedEvent, messageId: `start:${effect.key}`, at, properties: effect.properties };
    default:
      return undefined;
  }
}

const append = statement<{ seq: number }>(
  'append-own-event',
  `with fresh as (
     insert into event_dedup (source, message_id, received_at) values ('perennial', $2, $6)
     on conflict do nothing returning message_id
   )
   insert into events (lead_id, source, message_id, kind, name, at, received_at, properties)
   select $1, 'perennial', message_id, $3, $4, $5, $6, $7 from fresh
   returning seq`,
);

const toInbox = statement<Record<string, never>>(
  'own-event-unread',
  'insert into lead_inbox (lead_id, seq) values ($1, $2)',
);
