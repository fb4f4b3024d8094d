import type { Audience } from '../../../compiler/plan/ir.js';
import { wayOf } from '../../../compiler/plan/ways.js';
import { isMember, nextRound } from '../../engine/entries/at-moment.js';
import type { DueEntry } from '../../store/entering/due-entries.js';
import { passOver } from '../../store/entering/due-entries.js';
import type { CampaignInForce, LoadedRelease } from '../../store/releases.js';
import type { Transaction } from '../../store/transaction.js';
import { inTransaction } from '../../store/transaction.js';
import { absorb } from '../absorbing/absorb.js';
import type { LeadDesk } from '../lead-lock.js';
import { absorbTogether } from './absorb-together.js';
import { chooseOfAccounts, giveWay } from './choose.js';
import type { PagedLead } from './lead-page.js';
import { readPage } from './lead-page.js';

export interface DueOptions {
  /** How many transactions there are at once; each takes a connection. */
  readonly concurrency: number;
  /** How many leads share one. */
  readonly together?: number;
  readonly onFailure: (error: unknown) => void;
}

/** More leads in one transaction are hardly faster, and an event about any of them waits for all. */
const usuallyTogether = 50;

/**
 * Works in what is due at ways in. Who is in a segment is asked of many leads at a time; only those
 * who are come under their locks, where everything is asked once more.
 *
 * @returns how many leads were worked on; what fails goes to `onFailure` and is taken again later
 */
export async function workDue(desk: LeadDesk, entries: readonly DueEntry[], options: DueOptions): Promise<number> {
  const { concurrency, together = usuallyTogether, onFailure } = options;
  const meant = await withoutOthers(desk, entries);
  const queue = [...new Set(meant.map(({ leadId }) => leadId))];
  let worked = 0;
  const alone = async (lead: number): Promise<void> => {
    try {
      await desk.withLead(lead, (tx) => absorb(tx, desk, lead, []));
      worked += 1;
    } catch (error) {
      onFailure(error);
    }
  };
  const work = async (): Promise<void> => {
    for (let leads = queue.splice(0, together); leads.length > 0; leads = queue.splice(0, together)) {
      // Where that fails for one lead, only trying each by itself tells which.
      const done = leads.length === 1 ? new Set<number>() : await absorbTogether(desk, leads).catch(() => new Set<number>());
      worked += done.size;
      for (const lead of leads) if (!done.has(lead)) await alone(lead);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, work));
  return worked;
}

/** What is left when everybody who is not in the segment of a way has been passed over. */
async function withoutOthers(desk: LeadDesk, entries: readonly DueEntry[]): Promise<readonly DueEntry[]> {
  const { db, releases } = desk;
  const release = await releases.current(db);
  if (release === undefined) return entries;
  const meant: DueEntry[] = [];
  const waiting = [...entries];
  for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
    const { campaign: name, way } = first;
    const group = waiting.filter((entry) => entry.campaign === name && entry.way === way);
    waiting.splice(0, waiting.length, ...waiting.filter((entry) => !group.includes(entry)));
    const campaign = release.campaigns.get(name);
    const to = campaign === undefined ? undefined : audienceOf(campaign, way);
    if (campaign === undefined || to === undefined) meant.push(...group);
    else meant.push(...(await inTransaction(db, (tx) => members(tx, desk, release, campaign, to, group))));
  }
  return meant;
}

async function members(
  tx: Transaction,
  desk: LeadDesk,
  release: LoadedRelease,
  campaign: CampaignInForce,
  to: Audience,
  group: readonly DueEntry[],
): Promise<readonly DueEntry[]> {
  const leads = new Map((await readPage(tx, desk, release, campaign, group.map(({ leadId }) => leadId))).map((lead) => [lead.id, lead]));
  const inSegment = group.filter((entry) => {
    const lead = leads.get(entry.leadId);
    // What waits to be worked in may say something else: that is asked under the lock.
    return lead === undefined || (lead.unread && to.onePerAccountBy === undefined) || isMember(campaign.name, to, lead.facts, entry.dueAt);
  });
  const meant = to.onePerAccountBy === undefined ? inSegment : await chooseOfAccounts(tx, desk, { release, campaign, to, by: to.onePerAccountBy }, inSegment, leads);
  const others = group.filter((entry) => !meant.includes(entry));
  if (to.onePerAccountBy !== undefined) giveWay(tx, group.filter((entry) => !inSegment.includes(entry)));
  passOver(tx, others.map((entry) => ({ ...entry, ...nextOf(campaign, entry, leads.get(entry.leadId), release) })));
  return meant;
}

/** A rhythm goes on for those who are not meant this time. */
function nextOf(
  { name, plan }: CampaignInForce,
  { way: id, dueAt }: DueEntry,
  lead: PagedLead | undefined,
  { workspace }: LoadedRelease,
): { readonly at: number; readonly next: { readonly dueAt: number; readonly round: string } | undefined } {
  const way = wayOf(plan, id);
  if (lead === undefined || way?.kind !== 'date') return { at: dueAt, next: undefined };
  const next = nextRound(name, way, lead.facts, dueAt, workspace);
  if (next === undefined || next.dueAt === null || next.round === null) return { at: dueAt, next: undefined };
  return { at: dueAt, next: { dueAt: next.dueAt, round: next.round } };
}

function audienceOf({ plan }: CampaignInForce, id: string): Audience | undefined {
  const way = wayOf(plan, id);
  if (way === undefined || way.kind === 'turn') return undefined;
  return way.kind === 'event' ? way.to : way.entry.to;
}
