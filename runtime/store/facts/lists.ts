import { createHash } from 'node:crypto';
import type { ListPlan } from '../../../compiler/plan/ir.js';
import { statement } from '../database.js';
import type { Database } from '../database.js';
import { inTransaction } from '../transaction.js';
import type { Transaction } from '../transaction.js';

/**
 * Puts the lists of a release into force, in its transaction. Content is kept by its hash, so what
 * has not changed costs nothing; whoever came onto a list or went from it is noted for `leadsOfLists`.
 */
export async function applyLists(tx: Transaction, lists: readonly ListPlan[], now: number): Promise<void> {
  const before = new Map((await tx.query(readLists)).map((list) => [list.name, list]));
  for (const { name, holds, by, keys } of lists) {
    const hash = hashOf(keys);
    const known = before.get(name);
    if (known?.hash === hash && known.by === by && known.holds === holds) continue;
    tx.send(keepKeys, [hash, keys]);
    tx.send(noteChanges, [name, by, hash, known?.hash ?? '']);
    tx.send(installList, [name, hash, holds, by, now]);
  }
  const names = lists.map(({ name }) => name);
  for (const { name, by, hash } of before.values()) {
    if (!names.includes(name)) tx.send(noteChanges, [name, by, '', hash]);
  }
  tx.send(removeLists, [names]);
  tx.send(forgetKeys);
}

const batch = 500;

/** Leads whom changes of lists concern, a batch at a time; `done` forgets those changes. */
export async function leadsOfLists(
  db: Database,
  work: (leads: readonly number[], lists: readonly string[]) => Promise<void>,
): Promise<void> {
  for (;;) {
    const changes = await db.query(nextChanges, [batch]);
    if (changes.length === 0) return;
    const lists = changes.map(({ list }) => list);
    const keys = changes.map(({ key }) => key);
    const leads = await db.query(leadsNamed, [changes.map(({ by }) => by), keys]);
    await work(leads.map(({ lead_id }) => lead_id), [...new Set(lists)]);
    // Only now: whoever dies before it looks at them again.
    await inTransaction(db, async (tx) => tx.send(changesDone, [lists, keys]));
  }
}

function hashOf(keys: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(keys)).digest('hex');
}

type None = Record<string, never>;

const readLists = statement<{ name: string; hash: string; holds: string; by: string }>(
  'read-lists',
  'select name, hash, holds, by from lists',
);

const keepKeys = statement<None>(
  'keep-list-keys',
  'insert into list_keys (hash, key) select $1, key from unnest($2::text[]) as item (key) on conflict do nothing',
);

// `by` of the new list: where it is another, both sides differ in every key anyway.
const noteChanges = statement<None>(
  'note-list-changes',
  `insert into list_news (list, by, key)
   select $1, $2, key from (
     (select key from list_keys where hash = $3 except select key from list_keys where hash = $4)
     union all
     (select key from list_keys where hash = $4 except select key from list_keys where hash = $3)) as changed
   on conflict do nothing`,
);

const installList = statement<None>(
  'install-list',
  `insert into lists (name, hash, holds, by, applied_at) values ($1, $2, $3, $4, $5)
   on conflict (name) do update
   set hash = excluded.hash, holds = excluded.holds, by = excluded.by, applied_at = excluded.applied_at`,
);

const removeLists = statement<None>('remove-lists', 'delete from lists where name <> all($1::text[])');

const forgetKeys = statement<None>(
  'forget-list-keys',
  'delete from list_keys where hash in (select distinct hash from list_keys except select hash from lists)',
);

const nextChanges = statement<{ list: string; by: string; key: string }>(
  'next-list-changes',
  'select list, by, key from list_news order by list, key limit $1',
);

const leadsNamed = statement<{ lead_id: number }>(
  'leads-named-by-lists',
  `with named as materialized (select by, key from unnest($1::text[], $2::text[]) as item (by, key))
   select coalesce(l.merged_into, l.id) as lead_id from named join leads l on named.by = 'id' and l.user_id = named.key
   union
   select l.id from named join leads l on named.by = 'email' and lower(trim(l.attributes->>'email')) = named.key
   union
   select l.id from named
     join accounts a on named.by = 'domain' and lower(a.attributes->>'domain') = named.key
     join leads l on l.account_id = a.id
   union
   select l.id from named join leads l
     on named.by = 'domain' and l.account_id is null and lower(split_part(l.attributes->>'email', '@', 2)) = named.key
   order by 1`,
);

const changesDone = statement<None>(
  'list-changes-done',
  `delete from list_news n using unnest($1::text[], $2::text[]) as item (list, key)
   where n.list = item.list and n.key = item.key`,
);
