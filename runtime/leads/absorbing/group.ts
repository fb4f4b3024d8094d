import type { FieldPlan } from '../../../compiler/plan/ir.js';
import type { AccountChange, AccountRow } from '../../store/facts/accounts.js';
import { holdAccounts, holdAccountOfLead } from '../../store/facts/accounts.js';
import type { Transaction } from '../../store/transaction.js';
import type { Affairs, InboxEvent } from '../affairs.js';
import { changesBetween } from './own-events/account-changes.js';
import { notUsable } from './identify.js';
import { takeOver } from './take-over.js';

/** Accounts that this look may write to, by the application's id; locked until its end. */
export type HeldAccounts = Map<string, HeldAccount>;

export interface HeldAccount extends AccountRow {
  /** Names of attributes that changed, with what they were before all of this. */
  readonly former: Map<string, unknown>;
  /** The last event that changed one. */
  changedBy: number | undefined;
}

/**
 * Locks the accounts that these events speak of, in the order of their ids, and after every lead's
 * lock: whoever holds one asks for no lead any more. One round trip, and none without such events.
 */
export async function holdAccountsOf(tx: Transaction, affairs: Affairs, events: readonly InboxEvent[]): Promise<void> {
  const { held, lead, now } = affairs;
  const groups = events.filter(({ kind, foreign }) => kind === 'group' && foreign !== true);
  if (groups.length === 0) return;
  const names = [...new Set(groups.flatMap(({ properties }) => groupIn(properties) ?? []))];
  const rows = await holdAccounts(tx, names.filter((name) => !held.has(name)), lead.accountId, now);
  for (const row of rows) if (!held.has(row.accountId)) hold(held, row);
}

/** Locks the lead's own account, for a step that sets one of its attributes. */
export async function holdOwnAccount(tx: Transaction, { held, lead }: Affairs, { kind, properties }: InboxEvent): Promise<void> {
  if (kind !== 'group' || groupIn(properties) !== undefined || lead.accountId === null) return;
  if (accountById(held, lead.accountId) !== undefined) return;
  const row = await holdAccountOfLead(tx, lead.accountId);
  if (row !== undefined) hold(held, row);
}

function hold(held: HeldAccounts, row: AccountRow): void {
  held.set(row.accountId, { ...row, former: new Map(), changedBy: undefined });
}

/**
 * One group call: the account's attributes change, and the lead belongs to that account from then
 * on, unless a later call has said otherwise. Without a group it is about the lead's own account.
 *
 * @returns the account's attributes that are now others for this lead
 */
export function joinAccount(affairs: Affairs, event: InboxEvent): readonly AccountChange[] {
  const { held, lead } = affairs;
  const name = groupIn(event.properties);
  // Another lead told of a change: it is worked in already, and only has to be looked at.
  if (event.foreign === true) return event.changes ?? Object.keys(traitsIn(event.properties)).map((name) => ({ name }));
  const account = name === undefined ? accountById(held, lead.accountId) : held.get(name);
  if (account === undefined) {
    affairs.changes.decisions.push(withoutAccount(affairs.now));
    return [];
  }
  const before = accountById(held, lead.accountId)?.attributes ?? {};
  const changed = describe(affairs, account, event);
  const moves = name !== undefined && (lead.accountSince ?? Number.NEGATIVE_INFINITY) <= event.at;
  if (moves) affairs.lead = { ...lead, accountId: account.id, accountSince: event.at };
  if (affairs.lead.accountId !== account.id) return [];
  affairs.further = { ...affairs.further, account: { id: account.accountId, attributes: account.attributes } };
  if (lead.accountId === account.id) return changed;
  return changesBetween(before, account.attributes, new Set([...Object.keys(before), ...Object.keys(account.attributes)]));
}

/** Takes over what the call says about the account. */
function describe(affairs: Affairs, account: HeldAccount, event: InboxEvent): readonly AccountChange[] {
  const fields = { ...builtIn, ...affairs.release.workspace.schema.account };
  const { attributes, undeclared, changed, problems, differs } = takeOver(account, traitsIn(event.properties), fields);
  for (const problem of problems) affairs.changes.decisions.push(notUsable(problem, affairs.now));
  if (!differs) return [];
  const before = account.attributes;
  for (const name of changed) if (!account.former.has(name)) account.former.set(name, before[name]);
  affairs.held.set(account.accountId, Object.assign(account, { attributes, undeclared, changedBy: event.seq }));
  return changesBetween(before, attributes, changed);
}

/** What joins people to an account, and its zone, have these types without being declared. */
const builtIn: Readonly<Record<string, FieldPlan>> = {
  domain: { type: 'text', personal: false },
  time_zone: { type: 'text', personal: false },
};

function withoutAccount(at: number): Affairs['changes']['decisions'][number] {
  const text = 'The lead belongs to no account; nothing was set.';
  return { enrolmentId: null, campaign: null, step: null, code: 'attribute', detail: 'no_account', text, at };
}

function accountById(held: HeldAccounts, id: number | null): HeldAccount | undefined {
  return id === null ? undefined : [...held.values()].find((account) => account.id === id);
}

function groupIn({ group_id: name }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof name === 'string' ? name : undefined;
}

function traitsIn({ traits }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return typeof traits === 'object' && traits !== null ? { ...traits } : {};
}
