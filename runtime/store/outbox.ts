import { statement } from './database.js';
import type { Database } from './database.js';
import type { Transaction } from './transaction.js';

export interface OutboxRow {
  readonly enrolmentId: string;
  readonly campaign: string;
  readonly epoch: number;
  /** `start` and `wake` are lanes: one signal that starts the run where there is none. `rebuild` begins it anew. */
  readonly kind: 'start' | 'wake' | 'rebuild';
  readonly seq: number;
  /** With this one. */
  readonly attempts: number;
}

/** How long a row that was taken stays with its taker. */
const leaseMs = 30_000;

/**
 * Takes rows to be told to Temporal, wakes before starts. A row that is neither done nor failed
 * within 30 s is handed out again.
 *
 * `now` is real time, epoch ms, also under a virtual clock: back-off and leases are about machines.
 */
export async function takeOutbox(db: Database, limit: number, now: number): Promise<readonly OutboxRow[]> {
  const rows = await db.query(take, [limit, now, now + leaseMs]);
  return rows
    .map(({ enrolment_id, ...row }) => ({ enrolmentId: enrolment_id, ...row }))
    .sort((first, second) =>
      first.kind === second.kind ? first.seq - second.seq : first.kind > second.kind ? -1 : 1,
    );
}

/** Deletes rows that were told, but not those that were queued again since they were read. */
export async function outboxDone(db: Database, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db.query(remove, [rows.map(({ enrolmentId }) => enrolmentId), rows.map(({ seq }) => seq)]);
}

/** Gives a row back, to be taken at `nextTryAt` (epoch ms, real time) at the earliest. */
export async function outboxFailed(db: Database, row: OutboxRow, nextTryAt: number): Promise<void> {
  await db.query(putOff, [row.enrolmentId, row.seq, nextTryAt]);
}

/**
 * Queues looks at enrolments that are marked awake and due in the same transaction: if everything
 * after this gets lost, the sweep finds them overdue. At most one row an enrolment.
 */
export function queueRows(
  tx: Transaction,
  rows: readonly { readonly enrolmentId: string; readonly kind: 'start' | 'wake' }[],
): void {
  if (rows.length === 0) return;
  tx.send(queue, [rows.map(({ enrolmentId }) => enrolmentId), rows.map(({ kind }) => kind)]);
}

const take = statement<{
  enrolment_id: string;
  campaign: string;
  epoch: number;
  kind: 'start' | 'wake' | 'rebuild';
  seq: number;
  attempts: number;
}>(
  'take-outbox',
  `with turn as materialized (
     select enrolment_id from outbox where next_try_at <= $2
     order by kind desc, next_try_at, seq limit $1
     for update skip locked
   )
   update outbox o set next_try_at = $3, attempts = o.attempts + 1
   from turn join enrolments e on e.id = turn.enrolment_id
   where o.enrolment_id = turn.enrolment_id
   returning o.enrolment_id, e.campaign, e.epoch, o.kind, o.seq, o.attempts`,
);

// A row that is locked is being queued again: it has to stay.
const remove = statement<Record<string, never>>(
  'remove-from-outbox',
  `delete from outbox where enrolment_id in (
     select o.enrolment_id
     from outbox o join unnest($1::uuid[], $2::bigint[]) as told (enrolment_id, seq) using (enrolment_id, seq)
     for update of o skip locked
   )`,
);

const putOff = statement<Record<string, never>>(
  'put-off-outbox',
  'update outbox set next_try_at = $3 where enrolment_id = $1 and seq = $2',
);

/** SQL: in an upsert, a wake; what is to begin anew still is. */
export const wakeAgainSql = `seq = nextval('outbox_seq'), attempts = 0, next_try_at = 0,
     kind = case outbox.kind when 'rebuild' then 'rebuild' else 'wake' end`;

// A start that was taken may have been told already, and to start again what runs wakes nobody.
const queue = statement<Record<string, never>>(
  'queue-outbox',
  `insert into outbox (enrolment_id, kind)
   select * from unnest($1::uuid[], $2::text[]) as item (enrolment_id, kind) order by enrolment_id
   on conflict (enrolment_id) do update
   set seq = nextval('outbox_seq'), attempts = 0, next_try_at = 0,
     kind = case when outbox.kind = 'rebuild' then 'rebuild'
       when outbox.kind = 'start' and outbox.attempts = 0 then 'start' else 'wake' end`,
);
