import { asksOf } from '../../../compiler/plan/asks.js';
import { statement } from '../../store/database.js';
import { allNamesOf } from '../../store/edits/names.js';
import type { LoadedRelease } from '../../store/releases.js';
import { absorb } from '../absorbing/absorb.js';
import type { LeadDesk } from '../lead-lock.js';
import { isAskedOutside } from './look-again.js';

/** A message that has left. */
export interface SentMessage {
  readonly leadId: number;
  readonly enrolmentId: string;
  readonly campaign: string;
}

/**
 * Looks at a lead once one of its messages has left, where somebody waits for that: a way in, or
 * another campaign that the lead is inside of. Its own campaign looks by itself. Nothing is read
 * where no plan asks for messages of other campaigns.
 */
export async function lookAtSent(desk: LeadDesk, { leadId, enrolmentId, campaign }: SentMessage): Promise<void> {
  const release = desk.releases.known() ?? (await desk.releases.current(desk.db));
  if (release === undefined) return;
  const asks = allNamesOf(release.names, [campaign]).map((name) => `sent:${name}`);
  if (!isAskedOutside(release, asks)) {
    const asked = await askedByOthers(desk, release);
    if (!asks.some((ask) => asked.has(ask))) return;
    const inside = await desk.db.query(isInsideAsking, [leadId, enrolmentId, asks]);
    if (inside.length === 0) return;
  }
  await desk.withLead(leadId, (tx) => absorb(tx, desk, leadId, asks));
}

const known = new WeakMap<LoadedRelease, Promise<ReadonlySet<string>>>();

/** What plans ask of messages of campaigns other than their own; plans come with a release, and this one is in force. */
function askedByOthers({ db }: LeadDesk, release: LoadedRelease): Promise<ReadonlySet<string>> {
  const before = known.get(release);
  if (before !== undefined) return before;
  const own = [...release.campaigns.values()].flatMap(({ plan }) => asksOf(plan).filter((ask) => ask.startsWith('sent:') && ask !== `sent:${plan.campaign}`));
  const asked = db.query(sentAsks).then((rows) => new Set([...own, ...rows.map(({ ask }) => ask)]));
  known.set(release, asked);
  asked.catch(() => known.delete(release));
  return asked;
}

const sentAsks = statement<{ ask: string }>(
  'sent-asks',
  `select distinct ask from plans p, unnest(p.asks) as ask where ask like 'sent:%' and ask <> 'sent:' || p.campaign`,
);

const isInsideAsking = statement<{ id: string }>(
  'inside-asking-sent',
  `select e.id from enrolments e join plans p on p.hash = e.plan_hash
   where e.lead_id = $1 and e.id <> $2 and e.ending is null and p.asks && $3::text[] limit 1`,
);
