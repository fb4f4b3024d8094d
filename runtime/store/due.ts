import { statement } from './database.js';
import type { Database } from './database.js';
import { wakeAgainSql } from './outbox.js';

/** How many enrolments one statement queues; the rest are found by the next. */
const batch = 1_000;

/** Queues a look at these enrolments, if they rest: for whoever moves time himself. */
export async function wakeEnrolments(db: Database, enrolmentIds: readonly string[]): Promise<void> {
  await db.query(wakeThese, [enrolmentIds]);
}

/**
 * The sweep: queues a look at every enrolment that nobody has looked at for `graceMs` after it was
 * due, its run lost or its message stuck. An enrolment that has ended is due for its last look, the
 * one that ends its run, until then.
 *
 * @returns how many
 */
export async function queueOverdue(db: Database, now: number, graceMs = 900_000): Promise<number> {
  let total = 0;
  for (;;) {
    const [row] = await db.query(overdue, [now - graceMs, now, batch]);
    const queued = row?.queued ?? 0;
    total += queued;
    if (queued < batch) return total;
  }
}

const wakeThese = statement<Record<string, never>>(
  'wake-these',
  `with woken as (
     update enrolments set awake = true where id = any ($1::uuid[]) and ending is null and not awake returning id
   )
   insert into outbox (enrolment_id, kind) select id, 'wake' from woken
   on conflict (enrolment_id) do update
   set ${wakeAgainSql}`,
);

// Moves the due time to now, so that the next sweep leaves this one its time. Never waits for a
// lead's lock while it holds rows of others: what is locked is being looked at.
const overdue = statement<{ queued: number }>(
  'queue-overdue',
  `with late as materialized (
     select id from enrolments e where (ending is null or awake) and resting_until <= $1
       and not exists (select from outbox o where o.enrolment_id = e.id)
     order by resting_until limit $3
     for no key update skip locked
   ), woken as (
     update enrolments e set awake = true, resting_until = $2 from late where e.id = late.id returning e.id
   ), queued as (
     insert into outbox (enrolment_id, kind) select id, 'wake' from woken
     on conflict (enrolment_id) do update
     set ${wakeAgainSql}
   )
   select count(*) as queued from woken`,
);
