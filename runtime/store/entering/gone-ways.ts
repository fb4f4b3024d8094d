import { statement } from '../database.js';
import type { Database } from '../database.js';
import type { Transaction } from '../transaction.js';

/**
 * Notes which ways in are gone, of all that something is kept at: `inForce` are those that are not. What
 * was kept at one that has come back is forgotten here and now: it begins anew.
 */
export function letGo(tx: Transaction, inForce: readonly { readonly campaign: string; readonly way: string }[]): void {
  const ways = [inForce.map(({ campaign }) => campaign), inForce.map(({ way }) => way)];
  tx.send(emptyReturned, ways);
  tx.send(forgetReturned, ways);
  tx.send(noteGone, ways);
}

/** So many rows go in one transaction. */
const batch = 2_000;

/**
 * Forgets what is kept at ways that are gone. Whoever is being worked on keeps it until the next time;
 * it does nothing there.
 *
 * @returns how many rows are gone
 */
export async function forgetGoneWays(db: Database): Promise<number> {
  let total = 0;
  for (const { campaign, way } of await db.query(gone)) {
    for (;;) {
      const [row] = await db.query(forget, [campaign, way, batch]);
      const rows = row?.gone ?? 0;
      total += rows;
      if (rows < batch) break;
    }
    await db.query(settle, [campaign, way]);
  }
  return total;
}

type None = Record<string, never>;

const inForceSql = `select from unnest($1::text[], $2::text[]) as f (campaign, way) where f.campaign = g.campaign and f.way = g.way`;

const emptyReturned = statement<None>(
  'empty-returned-ways',
  `delete from entry_watches w using gone_ways g
   where w.campaign = g.campaign and w.way = g.way and exists (${inForceSql})`,
);

const forgetReturned = statement<None>('forget-returned-ways', `delete from gone_ways g where exists (${inForceSql})`);

// From way to way along the index: there are few of them, however many leads are watched.
const noteGone = statement<None>(
  'note-gone-ways',
  `with recursive g as (
     (select campaign, way from entry_watches order by campaign, way limit 1)
     union all
     select next.campaign, next.way from g cross join lateral (
       select w.campaign, w.way from entry_watches w where (w.campaign, w.way) > (g.campaign, g.way)
       order by w.campaign, w.way limit 1) as next
   )
   insert into gone_ways (campaign, way) select campaign, way from g where not exists (${inForceSql})
   on conflict do nothing`,
);

const gone = statement<{ campaign: string; way: string }>('gone-ways', 'select campaign, way from gone_ways order by campaign, way');

const forget = statement<{ gone: number }>(
  'forget-watches',
  `with lot as materialized (
     select w.lead_id, w.key from entry_watches w
     where w.campaign = $1 and w.way = $2 and exists (select from gone_ways g where g.campaign = $1 and g.way = $2)
     limit $3 for update skip locked
   ), gone as (
     delete from entry_watches w using lot
     where w.lead_id = lot.lead_id and w.campaign = $1 and w.way = $2 and w.key = lot.key returning w.lead_id
   )
   select count(*) as gone from gone`,
);

const settle = statement<None>(
  'settle-gone-way',
  `delete from gone_ways g where campaign = $1 and way = $2
     and not exists (select from entry_watches w where w.campaign = g.campaign and w.way = g.way)`,
);
