import { statement } from './database.js';
import type { Database } from './database.js';

/** How many enrolments one statement queues; the rest are found by the next. */
const batch = 1_000;

/**
 * Queues a look at every open enrolment whose rest is over at `now` (epoch ms). Only a virtual
 * clock needs it: under a real one the runs have timers of their own.
 *
 * @returns how many
 */
export async function queueDue(db: Database, now: number): Promise<number> {
  return queueUntilDone(() => db.query(due, [now, batch]));
}

/** Queues a look at these enrolments, if they rest: for whoever moves time himself. */
export async function wakeEnrolments(db: Database, enrolmentIds: readonly string[]): Promise<void> {
  await db.query(wakeThese, [enrolmentIds]);
}

/**
 * The sweep: queues a look at every open enrolment that nobody has looked at for `graceMs` after
 * it was due, its run lost or its message stuck.
 *
 * @returns how many
 */
export async function queueOverdue(db: Database, now: number, graceMs = 900_000): Promise<number> {
  return queueUntilDone(() => db.query(overdue, [now - graceMs, now, batch]));
}

/** The earliest moment (epoch ms) at which a resting lead wants to be looked at. */
export async function nextDue(db: Database): Promise<number | undefined> {
  const [row] = await db.query(earliest);
  return row?.at ?? undefined;
}

/** Whether nothing is left to do at this moment: no event unread, no wake under way, no message open. */
export async function allAtRest(db: Database): Promise<boolean> {
  const [row] = await db.query(atRest);
  return row?.at_rest === true;
}

async function queueUntilDone(queue: () => Promise<readonly { queued: number }[]>): Promise<number> {
  let total = 0;
  for (;;) {
    const [row] = await queue();
    const queued = row?.queued ?? 0;
    total += queued;
    if (queued < batch) return total;
  }
}

// Never waits for a lead's lock while it holds rows of others: what is locked is being looked at.
const due = statement<{ queued: number }>(
  'queue-due',
  `with due as materialized (
     select id from enrolments where ending is null and not awake and resting_until <= $1
     order by resting_until limit $2
     for no key update skip locked
   ), woken as (
     update enrolments e set awake = true from due where e.id = due.id returning e.id
   ), queued as (
     insert into outbox (enrolment_id, kind) select id, 'wake' from woken
     on conflict (enrolment_id) do update
     set seq = nextval('outbox_seq'), attempts = 0, next_try_at = 0, kind = 'wake'
   )
   select count(*) as queued from woken`,
);

const wakeThese = statement<Record<string, never>>(
  'wake-these',
  `with woken as (
     update enrolments set awake = true where id = any ($1::uuid[]) and ending is null and not awake returning id
   )
   insert into outbox (enrolment_id, kind) select id, 'wake' from woken
   on conflict (enrolment_id) do update
   set seq = nextval('outbox_seq'), attempts = 0, next_try_at = 0, kind = 'wake'`,
);

// Moves the due time to now, so that the next sweep leaves this one its time.
const overdue = statement<{ queued: number }>(
  'queue-overdue',
  `with late as materialized (
     select id from enrolments e where ending is null and resting_until <= $1
       and not exists (select from outbox o where o.enrolment_id = e.id)
     order by resting_until limit $3
     for no key update skip locked
   ), woken as (
     update enrolments e set awake = true, resting_until = $2 from late where e.id = late.id returning e.id
   ), queued as (
     insert into outbox (enrolment_id, kind) select id, 'wake' from woken
     on conflict (enrolment_id) do update
     set seq = nextval('outbox_seq'), attempts = 0, next_try_at = 0, kind = 'wake'
   )
   select count(*) as queued from woken`,
);

const earliest = statement<{ at: number | null }>(
  'next-due',
  'select min(resting_until) as at from enrolments where ending is null and not awake',
);

const atRest = statement<{ at_rest: boolean }>(
  'all-at-rest',
  `select not exists (select from lead_inbox)
      and not exists (select from outbox)
      and not exists (select from enrolments where awake and ending is null)
      and not exists (select from claims where state in ('claimed', 'under_way')) as at_rest`,
);
