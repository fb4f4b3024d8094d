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
import { chooseOfAccounts, giveWay } from './choose.js';
import type { PagedLead } from './lead-page.js';
import { readPage } from './lead-page.js';

/**
 * Works in what is due at ways in. Who is in a segment is asked of many leads at a time; only those
 * who are come under their locks, where everything is asked once more.
 *
 * @returns how many leads were worked on; what fails goes to `onFailure` and is taken again later
 */
export async function workDue(
  desk: LeadDesk,
  entries: readonly DueEntry[],
  options: { readonly concurrency: number; readonly onFailure: (error: unknown) => void },
): Promise<number> {
  const meant = await withoutOthers(desk, entries);
  const queue = [...new Set(meant.map(({ leadId }) => leadId))];
  let worked = 0;
  const work = async (): Promise<void> => {
    for (let leadId = queue.shift(); leadId !== undefined; leadId = queue.shift()) {
      const lead = leadId;
      try {
        await desk.withLead(lead, (tx) => absorb(tx, desk, lead, []));
        worked += 1;
      } catch (error) {
        options.onFailure(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency, queue.length) }, work));
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
