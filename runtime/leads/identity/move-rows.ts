import { statement } from '../../store/database.js';
import { quoted, tablesOfLeads } from '../../store/reports/lead-tables.js';
import type { Transaction } from '../../store/transaction.js';

/**
 * Moves every row of one lead to another one, in all tables that have any. Where both have a row for
 * the same thing the tables below say what becomes of the two; in the others no two can meet.
 */
export async function moveRows(tx: Transaction, from: number, to: number): Promise<void> {
  for (const table of await tablesOfLeads(tx)) {
    for (const { name, text } of Object.hasOwn(meeting, table) ? (meeting[table] ?? []) : []) {
      tx.send(statement(name, text), [from, to]);
    }
    tx.send(statement(`move-${table}`, `update ${quoted(table)} set lead_id = $2 where lead_id = $1`), [from, to]);
  }
}

/** Tables in which two leads may have a row for the same thing; what is left of `from` is moved then. */
export const meeting: Readonly<Record<string, readonly { readonly name: string; readonly text: string }[]>> = {
  // The later word counts, whoever it was said as.
  consents: [
    {
      name: 'merge-consents',
      text: `update consents c set granted = o.granted, proof = o.proof, evidence = o.evidence, at = o.at from consents o
        where c.lead_id = $2 and o.lead_id = $1 and o.topic = c.topic and o.at > c.at`,
    },
    dropping('consents', ['topic']),
  ],
  // Brought along for both, from one list.
  claims: [dropping('claims', ['key'])],
  lead_inbox: [dropping('lead_inbox', ['seq'])],
  entry_watches: [dropping('entry_watches', ['campaign', 'way', 'key'])],
  // The next ranking counts both.
  rfm: [dropping('rfm', [])],
  event_folds: [
    {
      name: 'merge-event-folds',
      text: `update event_folds f
        set count = f.count + o.count, first_at = least(f.first_at, o.first_at), latest_at = greatest(f.latest_at, o.latest_at),
          properties = case when o.latest_at > f.latest_at then o.properties else f.properties end,
          sums = (select coalesce(jsonb_object_agg(key, total), '{}') from (
            select key, sum(value::numeric) as total
            from (select * from jsonb_each_text(f.sums) union all select * from jsonb_each_text(o.sums)) as both_sums (key, value)
            group by key) as added)
        from event_folds o where f.lead_id = $2 and o.lead_id = $1 and o.name = f.name`,
    },
    dropping('event_folds', ['name']),
  ],
};

function dropping(table: string, key: readonly string[]): { readonly name: string; readonly text: string } {
  const same = key.map((column) => ` and k.${column} = t.${column}`).join('');
  return {
    name: `drop-merged-${table}`,
    text: `delete from ${table} t where t.lead_id = $1 and exists (select from ${table} k where k.lead_id = $2${same})`,
  };
}
