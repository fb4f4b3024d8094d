import type { Database } from '../database.js';
import { statement } from '../database.js';
import { leadNamedSql } from '../facts/aliases.js';
import { quoted, tablesOfLeads } from './lead-tables.js';

/** All that is stored about one lead, as it is stored; times in epoch ms. */
export interface LeadExport {
  readonly lead: Readonly<Record<string, unknown>>;
  /** Ids that it had before, and those of its browsers. */
  readonly otherNames: readonly string[];
  /** Why its address is not written to; null where it may be. */
  readonly suppression: { readonly reason: string; readonly at: number } | null;
  /** By table, in the order of the names. */
  readonly stored: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

/** Undefined when nobody knows the lead. */
export async function exportLead(db: Database, userId: string): Promise<LeadExport | undefined> {
  const [row] = await db.query(readLead, [userId]);
  if (row === undefined) return undefined;
  const stored: Record<string, readonly Readonly<Record<string, unknown>>[]> = {};
  for (const table of await tablesOfLeads(db)) {
    const rows = await db.query(rowsOf(table), [row.id]);
    if (rows.length > 0) stored[table] = rows.map((one) => one.row);
  }
  return { lead: row.lead, otherNames: row.names ?? [], suppression: row.suppression, stored };
}

const readLead = statement<{ id: number; lead: LeadExport['lead']; names: readonly string[] | null; suppression: LeadExport['suppression'] }>(
  'export-lead',
  `select l.id, to_jsonb(l) as lead,
     (select json_agg(o.user_id order by o.user_id) from leads o where o.merged_into = l.id) as names,
     (select json_build_object('reason', s.reason, 'at', s.at) from suppressions s
      where s.address_hash = encode(sha256(convert_to(lower(trim(l.attributes->>'email')), 'UTF8')), 'hex')) as suppression
   from leads l where l.id = ${leadNamedSql('$1')}`,
);

function rowsOf(table: string) {
  return statement<{ row: Readonly<Record<string, unknown>> }>(
    `export-${table}`,
    `select to_jsonb(t) as row from ${quoted(table)} t where t.lead_id = $1`,
  );
}
