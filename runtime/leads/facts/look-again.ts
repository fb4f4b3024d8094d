import { asksOf } from '../../../compiler/plan/asks.js';
import { tellAccounts } from '../../store/facts/accounts.js';
import { statement } from '../../store/database.js';
import { allNamesOf } from '../../store/edits/names.js';
import { leadsOfLists } from '../../store/facts/lists.js';
import type { StoredMessageEvent } from '../../store/facts/message-events.js';
import { lastRanking, leadsRankedAnew, rankBuyers } from '../../store/facts/rfm.js';
import type { LoadedRelease } from '../../store/releases.js';
import type { Transaction } from '../../store/transaction.js';
import { absorb } from '../absorbing/absorb.js';
import type { LeadDesk } from '../lead-lock.js';

// Facts that change without an event of the lead: whoever reads them is looked at again, and nobody else.

/** Tells the other leads of accounts that have changed; they find it in their inboxes. */
export async function tellAccountsOf(desk: LeadDesk): Promise<readonly number[]> {
  const release = await desk.releases.current(desk.db);
  if (release === undefined) return [];
  return tellAccounts(desk.db, {
    // Every planned instant may hang on the zone.
    isForAll: (names) => names.includes('time_zone') || names.some((name) => isAskedOutside(release, [`account:${name}`])),
  });
}

/** Looks at leads that came onto a list, or went from it, since the last call. */
export async function lookAtListed(desk: LeadDesk): Promise<void> {
  await leadsOfLists(desk.db, (leads, lists) => lookAtConcerned(desk, leads, lists.map((name) => `list:${name}`)));
}

/** Looks at leads of whom a point more has faded. @returns how many */
export async function fadeDue(desk: LeadDesk, now: number): Promise<number> {
  let total = 0;
  for (let after = 0; ; ) {
    const rows = await desk.db.query(leadsFading, [now, after, batch]);
    await lookAgain(desk, rows.map(({ id }) => id), []);
    total += rows.length;
    const last = rows.at(-1)?.id;
    if (rows.length < batch || last === undefined) return total;
    after = last;
  }
}

const dayMs = 86_400_000;

/** Ranks all buyers once a UTC day, where anybody asks for ranks, and looks at those whose rank is another one. */
export async function rankDaily(desk: LeadDesk, now: number): Promise<void> {
  const [row] = await desk.db.query(rankIsAsked);
  if (row?.asked !== true) return;
  const last = await lastRanking(desk.db);
  const isDue = last === undefined || Math.floor(last / dayMs) < Math.floor(now / dayMs);
  if (isDue) await rankBuyers(desk.db, now);
  // Also those whom a ranking by hand has moved.
  await lookAtRanked(desk);
}

async function lookAtRanked(desk: LeadDesk): Promise<void> {
  await leadsRankedAnew(desk.db, (leads) => lookAtConcerned(desk, leads, ['rfm']));
}

/** Looks at leads that may wait for what a person just did with a message; machines move nobody. */
export async function lookAtActs(desk: LeadDesk, stored: readonly StoredMessageEvent[]): Promise<void> {
  const asks = new Map<number, Set<string>>();
  for (const { leadId, campaign, act, machine } of stored) {
    if (machine || (act !== 'opened' && act !== 'clicked' && act !== 'replied')) continue;
    asks.set(leadId, (asks.get(leadId) ?? new Set()).add(`acts:${campaign}`));
  }
  for (const [leadId, words] of asks) await lookAtConcerned(desk, [leadId], [...words]);
}

/**
 * Wakes the lead's other enrolments that ask whether it is inside of the campaign that has just ended
 * for it; sent along, and nothing at all where no plan asks.
 */
export async function wakeAskingInside(
  tx: Transaction,
  release: LoadedRelease,
  { leadId, id, campaign }: { readonly leadId: number; readonly id: string; readonly campaign: string },
): Promise<void> {
  let asked = insideAsked.get(release);
  if (asked === undefined) {
    // Plans come with a release, and this one is in force.
    asked = (await tx.query(insideIsAsked))[0]?.asked === true;
    insideAsked.set(release, asked);
  }
  if (!asked) return;
  const asks = allNamesOf(release.names, [campaign]).map((name) => `campaign:${name}`);
  tx.send(wakeThoseAsking, [leadId, id, asks]);
}

const insideAsked = new WeakMap<LoadedRelease, boolean>();

const batch = 200;

async function lookAtConcerned(desk: LeadDesk, leads: readonly number[], asks: readonly string[]): Promise<void> {
  const release = await desk.releases.current(desk.db);
  if (release === undefined || leads.length === 0) return;
  const rows = isAskedOutside(release, asks) ? leads.map((id) => ({ id })) : await desk.db.query(leadsInside, [leads, asks]);
  await lookAgain(desk, rows.map(({ id }) => id), asks);
}

/** Scoring and ways in ask of everybody, not only of those inside. */
export function isAskedOutside({ workspace, campaigns }: LoadedRelease, asks: readonly string[]): boolean {
  const askers: readonly object[] = [
    ...(workspace.scoring === undefined ? [] : [workspace.scoring]),
    ...[...campaigns.values()].flatMap(({ plan, retired }) => (retired || plan.watch === undefined ? [] : [plan.watch])),
  ];
  return askers.some((asker) => asksOf(asker).some((ask) => asks.includes(ask)));
}

async function lookAgain(desk: LeadDesk, leads: readonly number[], asks: readonly string[]): Promise<void> {
  for (const leadId of leads) await desk.withLead(leadId, (tx) => absorb(tx, desk, leadId, asks));
}

const leadsFading = statement<{ id: number }>(
  'leads-fading',
  'select id from leads where fades_at <= $1 and id > $2 order by id limit $3',
);

const leadsInside = statement<{ id: number }>(
  'leads-inside-asking',
  `select distinct e.lead_id as id from enrolments e join plans p on p.hash = e.plan_hash
   where e.lead_id = any($1::bigint[]) and e.ending is null and p.asks && $2::text[] order by 1`,
);

const rankIsAsked = statement<{ asked: boolean }>(
  'rank-is-asked',
  `select exists (select from plans p where p.asks @> '{rfm}' and (
     exists (select from campaigns c where c.plan_hash = p.hash and not c.retired)
     or exists (select from enrolments e where e.plan_hash = p.hash and e.ending is null))) as asked`,
);

const insideIsAsked = statement<{ asked: boolean }>(
  'inside-is-asked',
  "select exists (select from plans p, unnest(p.asks) as ask where ask like 'campaign:%') as asked",
);

const wakeThoseAsking = statement<Record<string, never>>(
  'wake-those-asking',
  `with woken as (
     update enrolments e set awake = true from plans p
     where e.lead_id = $1 and e.id <> $2 and e.ending is null and not e.awake
       and p.hash = e.plan_hash and p.asks && $3::text[]
     returning e.id
   )
   insert into outbox (enrolment_id, kind) select id, 'wake' from woken
   on conflict (enrolment_id) do update
   set seq = nextval('outbox_seq'), attempts = 0, next_try_at = 0, kind = 'wake'`,
);
