import type { Clock } from '../clock.js';
import { createEnrolmentRefs } from '../leads/enrolment-refs.js';
import { createLeadDesk } from '../leads/lead-lock.js';
import type { Gap } from '../leads/recovering.js';
import { absorbBeforeGap, walkThroughGap } from '../leads/recovering.js';
import type { Database } from '../store/database.js';
import { statement } from '../store/database.js';
import { liftRecovery } from '../store/edits/controls.js';
import { rebuildExecutions, renewIncarnation } from '../store/incarnation.js';
import { createReleases } from '../store/releases.js';

export interface Recovered {
  /** Messages that were due in the gap and may have left. */
  readonly unknown: number;
  /** Executions that begin anew. */
  readonly rebuilt: number;
}

/** How many leads are worked on at once; each takes a connection. */
const abreast = 4;
const batch = 1_000;

/** How many enrolments have something due in the gap; changes nothing. */
export async function countRecoverable(db: Database, gap: Gap | undefined): Promise<{ readonly due: number; readonly open: number }> {
  const [row] = await db.query(countDue, [gap?.until ?? 0]);
  return { due: gap === undefined ? 0 : (row?.due ?? 0), open: row?.open ?? 0 };
}

/**
 * Goes on after the database lost commits: what was due in the gap counts as unknown, Temporal's
 * executions are rebuilt from what is stored, under a new epoch, and what was held for it goes on.
 * Without a gap nothing was lost, and the executions are rebuilt alone. Interrupted, it can be run
 * again.
 */
export async function recover(db: Database, clock: Clock, gap: Gap | undefined): Promise<Recovered> {
  const unknown = gap === undefined ? 0 : await walkAll(db, clock, gap);
  const now = clock.now();
  const rebuilt = await rebuildExecutions(db, now);
  await renewIncarnation(db, now);
  await liftRecovery(db);
  return { unknown, rebuilt };
}

async function walkAll(db: Database, clock: Clock, gap: Gap): Promise<number> {
  const desk = createLeadDesk({ db, clock, releases: createReleases() });
  const refs = createEnrolmentRefs(db);
  const unread = await db.query(unreadLeads);
  await inParallel(unread.map(({ id }) => id), (id) => absorbBeforeGap(desk, id));
  let unknown = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await db.query(dueInGap, [after, gap.until, batch]);
    await inParallel(rows.map(({ id }) => id), async (id) => {
      const found = await walkThroughGap(desk, refs, id, gap);
      unknown += found;
    });
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) return unknown;
    after = last.id;
  }
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(abreast, items.length) }, worker));
}

const unreadLeads = statement<{ id: number }>('unread-leads', 'select distinct lead_id as id from lead_inbox order by 1');

const dueInGap = statement<{ id: string }>(
  'due-in-gap',
  `select id from enrolments where ending is null and id > $1 and (awake or resting_until <= $2 or progress ?| array['held', 'claim'])
   order by id limit $3`,
);

const countDue = statement<{ due: number; open: number }>(
  'count-due-in-gap',
  `select count(*) filter (where awake or resting_until <= $1 or progress ? 'claim') as due, count(*) as open
   from enrolments where ending is null`,
);
