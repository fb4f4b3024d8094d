import { statement } from '../database.js';
import type { Database } from '../database.js';

/** Nobody who was told of an event is told of it again after so long. */
export const announcementsKeptMs = 30 * 86_400_000;
/** Nobody of an account still waits for its round after so long. */
export const choicesKeptMs = 90 * 86_400_000;

/** So many rows go in one transaction. */
const batch = 2_000;

/**
 * Forgets what is over at ways in: events that everybody in a segment was told of, and who of an account
 * was chosen for a round. `now` is epoch ms; choices go by machine time.
 *
 * @returns how many rows are gone
 */
export async function forgetFinishedEntries(db: Database, now: number): Promise<number> {
  return (await emptied(db, forgetAnnouncements, now - announcementsKeptMs)) + (await emptied(db, forgetChoices, choicesKeptMs));
}

async function emptied(db: Database, forget: typeof forgetAnnouncements, before: number): Promise<number> {
  for (let total = 0; ; ) {
    const [row] = await db.query(forget, [before, batch]);
    const gone = row?.gone ?? 0;
    total += gone;
    if (gone < batch) return total;
  }
}

// Without a round it is the launch of a way, which stays as long as the way.
const forgetAnnouncements = statement<{ gone: number }>(
  'forget-announcements',
  `with lot as materialized (
     select campaign, way, round from entry_sweeps where round <> '' and done and at < $1 limit $2
   ), gone as (
     delete from entry_sweeps s using lot where s.campaign = lot.campaign and s.way = lot.way and s.round = lot.round returning s.round
   )
   select count(*) as gone from gone`,
);

// Whoever was chosen and has not come in yet is waited for.
const forgetChoices = statement<{ gone: number }>(
  'forget-choices',
  `with lot as materialized (
     select campaign, way, round, account_id from entry_choices c
     where chosen_at < floor(extract(epoch from clock_timestamp()) * 1000)::bigint - $1
       and not exists (select from entry_watches w
         where w.lead_id = c.lead_id and w.campaign = c.campaign and w.way = c.way and w.round = c.round)
     order by chosen_at limit $2
   ), gone as (
     delete from entry_choices c using lot
     where c.campaign = lot.campaign and c.way = lot.way and c.round = lot.round and c.account_id = lot.account_id returning c.round
   )
   select count(*) as gone from gone`,
);
