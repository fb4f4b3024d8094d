import { statement } from '../database.js';
import type { DueEntry } from './due-entries.js';
import type { Transaction } from '../transaction.js';

/** One round of a way in that takes one person of each account. */
export interface ChoiceRound {
  readonly campaign: string;
  readonly way: string;
  readonly round: string;
}

/** The leads chosen so far, by account. */
export async function choicesOf(
  tx: Transaction,
  { campaign, way, round }: ChoiceRound,
  accounts: readonly number[],
): Promise<readonly (readonly [account: number, lead: number])[]> {
  const rows = await tx.query(readChoices, [campaign, way, round, accounts]);
  return rows.map(({ account_id, lead_id }) => [account_id, lead_id] as const);
}

/** Chooses, unless somebody has chosen before; answers who it is. */
export async function chooseLead(tx: Transaction, { campaign, way, round }: ChoiceRound, account: number, lead: number): Promise<number> {
  const [row] = await tx.query(choose, [campaign, way, round, account, lead]);
  return row?.lead_id ?? lead;
}

export function unchoose(tx: Transaction, { campaign, way, round }: ChoiceRound, lead: number): void {
  tx.send(remove, [campaign, way, round, lead]);
}

/** Notes that these leads are the ones, for the look under their locks. */
export function markChosen(tx: Transaction, entries: readonly DueEntry[]): void {
  if (entries.length === 0) return;
  tx.send(mark, [JSON.stringify(entries.map(({ leadId, campaign, way, key }) => ({ leadId, campaign, way, key })))]);
}

const readChoices = statement<{ account_id: number; lead_id: number }>(
  'read-choices',
  `select account_id, lead_id from entry_choices
   where campaign = $1 and way = $2 and round = $3 and account_id = any($4::bigint[])`,
);

// The update changes nothing; it answers with the row that stood there before.
const choose = statement<{ lead_id: number }>(
  'choose-lead',
  `insert into entry_choices (campaign, way, round, account_id, lead_id) values ($1, $2, $3, $4, $5)
   on conflict (campaign, way, round, account_id) do update set lead_id = entry_choices.lead_id
   returning lead_id`,
);

const remove = statement<Record<string, never>>(
  'unchoose-lead',
  'delete from entry_choices where campaign = $1 and way = $2 and round = $3 and lead_id = $4',
);

const mark = statement<Record<string, never>>(
  'mark-chosen',
  `update entry_watches w set chosen = true
   from jsonb_to_recordset($1) as n ("leadId" bigint, campaign text, way text, key text)
   where w.lead_id = n."leadId" and w.campaign = n.campaign and w.way = n.way and w.key = n.key`,
);
