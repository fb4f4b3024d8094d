import type { Audience, Expression } from '../../../compiler/plan/ir.js';
import { evaluatorOf } from '../../engine/conditions/condition.js';
import { entryScope } from '../../engine/enter.js';
import { isMember } from '../../engine/entries/at-moment.js';
import type { DueEntry } from '../../store/entering/due-entries.js';
import { choicesOf, chooseLead, markChosen, unchoose } from '../../store/entering/entry-choices.js';
import type { CampaignInForce, LoadedRelease } from '../../store/releases.js';
import type { Transaction } from '../../store/transaction.js';
import type { LeadDesk } from '../lead-lock.js';
import type { PagedLead } from './lead-page.js';
import { idsOfAccounts, readPage } from './lead-page.js';

export interface Chooser {
  readonly release: LoadedRelease;
  readonly campaign: CampaignInForce;
  readonly to: Audience;
  /** The person of an account for whom this is greatest; of equals the one known longest. */
  readonly by: Expression;
}

/**
 * Of these entries those that are the one of their account. The choice falls when the first person of
 * an account is due, and stands for the round; who left the segment by his own moment gives way to
 * those whose moments are still to come. A lead without an account is one by itself.
 */
export async function chooseOfAccounts(
  tx: Transaction,
  desk: LeadDesk,
  chooser: Chooser,
  entries: readonly DueEntry[],
  leads: ReadonlyMap<number, PagedLead>,
): Promise<readonly DueEntry[]> {
  const accountOf = ({ leadId }: DueEntry): number | null => leads.get(leadId)?.accountId ?? null;
  const meant: DueEntry[] = entries.filter((entry) => accountOf(entry) === null);
  for (const round of new Set(entries.map(roundOf))) {
    const group = entries.filter((entry) => roundOf(entry) === round);
    const accounts = [...new Set(group.flatMap((entry) => accountOf(entry) ?? []))];
    if (accounts.length === 0) continue;
    const [first] = group;
    if (first === undefined) continue;
    const where = { campaign: first.campaign, way: first.way, round };
    const chosen = new Map(await choicesOf(tx, where, accounts));
    const open = accounts.filter((account) => !chosen.has(account));
    for (const [account, lead] of await best(tx, desk, chooser, open, Math.max(...group.map(({ dueAt }) => dueAt)))) {
      chosen.set(account, await chooseLead(tx, where, account, lead));
    }
    meant.push(...group.filter((entry) => chosen.get(accountOf(entry) ?? -1) === entry.leadId));
  }
  markChosen(tx, meant);
  return meant;
}

/** The choice of those who are not in the segment any more falls anew. */
export function giveWay(tx: Transaction, entries: readonly DueEntry[]): void {
  for (const entry of entries) unchoose(tx, { campaign: entry.campaign, way: entry.way, round: roundOf(entry) }, entry.leadId);
}

async function best(
  tx: Transaction,
  desk: LeadDesk,
  { release, campaign, to, by }: Chooser,
  accounts: readonly number[],
  at: number,
): Promise<ReadonlyMap<number, number>> {
  if (accounts.length === 0) return new Map();
  const people = await readPage(tx, desk, release, campaign, await idsOfAccounts(tx, accounts));
  const found = new Map<number, { readonly id: number; readonly value: number }>();
  for (const { id, accountId, facts } of people) {
    if (accountId === null || !isMember(campaign.name, to, facts, at)) continue;
    const value = evaluatorOf(by)(entryScope(campaign.name, facts, { at }));
    const rank = typeof value === 'number' ? value : Number.NEGATIVE_INFINITY;
    const before = found.get(accountId);
    if (before === undefined || rank > before.value) found.set(accountId, { id, value: rank });
  }
  return new Map([...found].map(([account, { id }]) => [account, id]));
}

function roundOf({ round, key }: DueEntry): string {
  return round ?? key;
}
