import { statement } from './database.js';
import type { Database } from './database.js';
import { inTransaction } from './transaction.js';

/** What the database knows of itself. */
export interface Incarnation {
  readonly id: string;
  /** Where it lived last; null before anything ever served. */
  readonly server: string | null;
  /** Where it lives now. */
  readonly here: string;
  readonly beat: number;
  /** Epoch ms. */
  readonly beatenAt: number;
}

export async function readIncarnation(db: Database): Promise<Incarnation> {
  const [row] = await db.query(read);
  if (row === undefined) throw new Error('the database has lost its incarnation');
  return row;
}

/** Counts up, and notes where the database lives; `now` is epoch ms. */
export async function beatIncarnation(db: Database, now: number): Promise<Incarnation> {
  const [row] = await db.query(beat, [now]);
  if (row === undefined) throw new Error('the database has lost its incarnation');
  return row;
}

/** From now on it is another one: what anybody remembers of the former says nothing. */
export async function renewIncarnation(db: Database, now: number): Promise<void> {
  await db.query(renew, [now]);
}

/** The environment that `apply` said this database belongs to. */
export async function environmentOf(db: Database): Promise<string | undefined> {
  const [row] = await db.query(readEnvironment);
  return row?.environment ?? undefined;
}

export async function noteEnvironment(db: Database, environment: string): Promise<void> {
  await db.query(writeEnvironment, [environment]);
}

/**
 * Has Temporal's executions of all open enrolments begun anew: their epoch is raised, so that what
 * still runs elsewhere has no say any more. In batches.
 *
 * @returns how many
 */
export async function rebuildExecutions(db: Database, now: number, most = 5_000): Promise<number> {
  let total = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await inTransaction(db, (tx) => tx.query(rebuild, [after, most, now]));
    total += rows.length;
    const last = rows.map(({ id }) => id).toSorted().at(-1);
    if (last === undefined || rows.length < most) return total;
    after = last;
  }
}

// A standby that takes over is on another timeline; a dump that is read in, on another server.
const here = `(select s.system_identifier::text || '/' || c.timeline_id from pg_control_system() s, pg_control_checkpoint() c)`;

const columns = `id, server, ${here} as here, beat, beaten_at as "beatenAt"`;

const read = statement<Incarnation>('read-incarnation', `select ${columns} from incarnation`);

const beat = statement<Incarnation>(
  'beat-incarnation',
  `update incarnation set beat = beat + 1, beaten_at = $1, server = ${here} returning ${columns}`,
);

const renew = statement<Record<string, never>>(
  'renew-incarnation',
  `update incarnation set id = gen_random_uuid(), beat = beat + 1, beaten_at = $1, server = ${here}`,
);

const readEnvironment = statement<{ environment: string | null }>('read-environment', 'select environment from incarnation');

const writeEnvironment = statement<Record<string, never>>('write-environment', 'update incarnation set environment = $1');

const rebuild = statement<{ id: string }>(
  'rebuild-executions',
  `with lot as materialized (
     select id from enrolments where ending is null and id > $1 order by id limit $2 for no key update
   ), raised as (
     update enrolments e set epoch = e.epoch + 1, awake = true, resting_until = $3, progress = e.progress - 'held'
     from lot where e.id = lot.id returning e.id
   ), queued as (
     insert into outbox (enrolment_id, kind) select id, 'rebuild' from raised
     on conflict (enrolment_id) do update set seq = nextval('outbox_seq'), attempts = 0, next_try_at = 0, kind = 'rebuild'
   )
   select id from raised`,
);
