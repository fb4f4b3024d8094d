import type { Queries } from '../../store/database.js';
import { statement } from '../../store/database.js';
import { restoreMark } from '../../store/unfinished-restore.js';

/** The server's clock in epoch ms, and its major version. */
export async function serverNow(db: Queries): Promise<{ readonly now: number; readonly version: number }> {
  const [row] = await db.query(read);
  if (row === undefined) throw new Error('the server said nothing of itself');
  return row;
}

/** Whether a database holds no table of anybody's; the mark of a restore that is not finished is none. */
export async function isEmpty(db: Queries): Promise<boolean> {
  const [row] = await db.query(anyTable);
  return row === undefined;
}

const read = statement<{ now: number; version: number }>(
  'server-now',
  `select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now, current_setting('server_version_num')::int / 10000 as version`,
);

const anyTable = statement<{ name: string }>(
  'any-table',
  `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%' and c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relname <> '${restoreMark}' limit 1`,
);
