import pg from 'pg';
import type { Queries } from '../database.js';
import { statement } from '../database.js';

/**
 * The tables that hold anything about a lead: all that have a column `lead_id`. Asked of the
 * database, so that a table that is added later is neither left out of an export nor of an erasure.
 */
export async function tablesOfLeads(queries: Queries): Promise<readonly string[]> {
  return (await queries.query(tables)).map(({ name }) => name);
}

/** For a statement that is made for one table. */
export function quoted(table: string): string {
  return pg.escapeIdentifier(table);
}

const tables = statement<{ name: string }>(
  'tables-of-leads',
  `select c.relname as name
   from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'lead_id' and not a.attisdropped
   where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
   order by 1`,
);
