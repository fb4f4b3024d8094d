import { statement } from '../database.js';
import type { Database } from '../database.js';
import { inTransaction } from '../transaction.js';
import type { Transaction } from '../transaction.js';

export interface AccountRow {
  /** The store's. */
  readonly id: number;
  /** The application's own. */
  readonly accountId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly undeclared: Readonly<Record<string, unknown>>;
}

/**
 * Locks accounts by the application's ids, and the one that the lead belongs to, in the order of
 * their ids; those nobody has heard of come into being. To be called with the lead's lock held, once
 * for all accounts of a look: a second call could wait for one who waits for the first.
 */
export async function holdAccounts(
  tx: Transaction,
  accountIds: readonly string[],
  ofLead: number | null,
  now: number,
): Promise<readonly AccountRow[]> {
  tx.send(createAccounts, [accountIds, now]);
  return tx.query(lockAccounts, [accountIds, ofLead]);
}

export async function holdAccountOfLead(tx: Transaction, id: number): Promise<AccountRow | undefined> {
  const [row] = await tx.query(lockAccounts, [[], id]);
  return row;
}

/** One attribute that changed; a side is left out where there was nothing, or is nothing any more. */
export interface AccountChange {
  readonly name: string;
  readonly old?: unknown;
  readonly new?: unknown;
}

/** Writes an account down, and leaves word for its other leads where attributes changed. */
export function writeAccount(
  tx: Transaction,
  { id, attributes, undeclared }: AccountRow,
  news: { readonly eventSeq: number; readonly changes: readonly AccountChange[] },
): void {
  tx.send(updateAccount, [id, JSON.stringify(attributes), JSON.stringify(undeclared)]);
  const { eventSeq, changes } = news;
  if (changes.length > 0) tx.send(leaveWord, [eventSeq, id, changes.map(({ name }) => name), JSON.stringify(changes)]);
}

/** Whom a change of an account's attributes can concern. */
export interface AccountReaders {
  /** Every lead of the account has to be told, whatever the plans ask for it is inside of. */
  isForAll(attributes: readonly string[]): boolean;
}

const batch = 500;

/**
 * Tells leads of accounts that have changed: those inside a plan that asks for what changed find the
 * event in their inbox. In batches of 500, each in a transaction of its own.
 *
 * @returns the leads that were told
 */
export async function tellAccounts(db: Database, readers: AccountReaders): Promise<readonly number[]> {
  const told: number[] = [];
  for (;;) {
    const leads = await inTransaction(db, async (tx) => {
      const [news] = await tx.query(nextNews);
      if (news === undefined) return undefined;
      const { event_seq, account_id, attributes, changes, told_lead } = news;
      const asks = attributes.map((name) => `account:${name}`);
      const rows = await tx.query(tellLeads, [account_id, told_lead, batch, readers.isForAll(attributes), asks, event_seq, JSON.stringify(changes)]);
      const last = rows.at(-1)?.lead_id;
      if (rows.length < batch || last === undefined) tx.send(newsTold, [event_seq]);
      else tx.send(newsToldTo, [event_seq, last]);
      return rows.map(({ lead_id }) => lead_id);
    });
    if (leads === undefined) return told;
    told.push(...leads);
  }
}

/** An account's score, made of those of its people; fit and pain as the scoring says (domain.md S-18). */
export interface AccountScore {
  readonly fit: number;
  readonly pain: number;
  /** Who belong to it, and those of them with any pain. */
  readonly people: number;
  readonly engaged: number;
}

/** Undefined for an account nobody has heard of. */
export async function scoreOfAccount(
  db: Database,
  accountId: string,
  rule: { readonly fit: 'max' | 'sum'; readonly pain: 'max' | 'sum'; readonly perPerson?: number },
): Promise<AccountScore | undefined> {
  const [row] = await db.query(accountScore, [accountId, rule.fit, rule.pain, rule.perPerson ?? null]);
  return row;
}

type None = Record<string, never>;

// In the order of their names, so that two looks at once wait for each other instead of deadlocking.
const createAccounts = statement<None>(
  'create-accounts',
  `insert into accounts (account_id, first_seen)
   select name, $2 from unnest($1::text[]) as item (name)
   where not exists (select from accounts where accounts.account_id = item.name)
   order by name
   on conflict (account_id) do nothing`,
);

const lockAccounts = statement<AccountRow>(
  'lock-accounts',
  `select id, account_id as "accountId", attributes, undeclared
   from accounts where account_id = any($1::text[]) or id = $2
   order by id for no key update`,
);

const updateAccount = statement<None>(
  'update-account',
  'update accounts set attributes = $2, undeclared = $3 where id = $1',
);

const leaveWord = statement<None>(
  'leave-account-news',
  'insert into account_news (event_seq, account_id, attributes, changes) values ($1, $2, $3, $4) on conflict do nothing',
);

const nextNews = statement<{ event_seq: number; account_id: number; attributes: readonly string[]; changes: unknown; told_lead: number }>(
  'next-account-news',
  `select event_seq, account_id, attributes, changes, told_lead from account_news
   order by event_seq limit 1 for update skip locked`,
);

// The lead that said it knows already.
const tellLeads = statement<{ lead_id: number }>(
  'tell-leads-of-account',
  `with concerned as (
     select l.id from leads l
     where l.account_id = $1 and l.id > $2 and l.id <> (select lead_id from events where seq = $6)
       and ($4 or exists (
         select from enrolments e join plans p on p.hash = e.plan_hash
         where e.lead_id = l.id and e.ending is null and p.asks && $5::text[]))
     order by l.id limit $3
   ), told as (
     insert into lead_inbox (lead_id, seq, changes) select id, $6, nullif($7::jsonb, 'null') from concerned on conflict do nothing
   )
   select id as lead_id from concerned order by id`,
);

const newsTold = statement<None>('account-news-told', 'delete from account_news where event_seq = $1');

const newsToldTo = statement<None>('account-news-told-to', 'update account_news set told_lead = $2 where event_seq = $1');

const accountScore = statement<{ fit: number; pain: number; people: number; engaged: number }>(
  'account-score',
  `select coalesce(case $2 when 'max' then max(l.fit) else sum(least(l.fit, $4)) end, 0)::integer as fit,
     coalesce(case $3 when 'max' then max(l.pain) else sum(least(l.pain, $4)) end, 0)::integer as pain,
     count(l.id)::integer as people, (count(l.id) filter (where l.pain > 0))::integer as engaged
   from accounts a left join leads l on l.account_id = a.id
   where a.account_id = $1 group by a.id`,
);
