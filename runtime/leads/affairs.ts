import type { Plan } from '../../compiler/plan/ir.js';
import { startedEvent } from '../engine/choice/started.js';
import type { FurtherFacts } from '../engine/further-facts.js';
import { reopenedEvent } from '../engine/reopened.js';
import { stageEvent } from '../engine/stage.js';
import type { PastEvent, PastSend, Progress } from '../engine/types.js';
import { statement } from '../store/database.js';
import type { AccountChange } from '../store/facts/accounts.js';
import { moveLeads } from '../store/edits/moves.js';
import { allNamesOf, presentCampaign, underAllNames } from '../store/edits/names.js';
import { launchesOf } from '../store/entering/due-entries.js';
import { quietSource } from '../store/imports/imports.js';
import type { CampaignInForce, LoadedRelease } from '../store/releases.js';
import type { Transaction } from '../store/transaction.js';
import type { FadingPoints } from './absorbing/fade-points.js';
import { readFading } from './absorbing/fade-points.js';
import type { HeldAccounts } from './absorbing/group.js';
import { finishedEvent, hearsFinished } from './absorbing/own-events/campaign-finished.js';
import { doorsOf } from './absorbing/doors.js';
import { isHeard } from './absorbing/own-events/hears.js';
import { withJudgements } from './absorbing/own-events/reopened.js';
import type { WatchRow } from './absorbing/watch-rows.js';
import { watchesSql } from './absorbing/watch-rows.js';
import { concerned, watchingOf } from './absorbing/watching.js';
import type { Watching } from './absorbing/watching.js';
import type { Changes } from './changes.js';
import { noChanges } from './changes.js';
import { isToMove } from './edits/migrating.js';
import { longestWindowMs } from './facts/facts.js';
import { maybeFolded, readFurther } from './facts/further-facts.js';
import type { LeadDesk } from './lead-lock.js';
import { nowSql, virtualNow } from './lead-lock.js';
import type { LeadState } from './facts/lead-state.js';
import { eventSql, leadColumnsSql, pastEventsSql, pastSendsSql } from './facts/past-sql.js';
import type { PlanNeeds } from './facts/plan-needs.js';
import { needsNothing, needsOfAll, withZones } from './facts/plan-needs.js';

/**
 * All affairs of one lead while its lock is held: read once, worked on in memory, written down
 * together. The one place in this folder where things change in place.
 */
export interface Affairs {
  /** Epoch ms. */
  readonly now: number;
  readonly release: LoadedRelease;
  lead: LeadState;
  /** The open ones. */
  readonly enrolments: OpenEnrolment[];
  /** Worked in so far, of the names that plans ask for; oldest first. */
  readonly events: PastEvent[];
  readonly sends: PastSend[];
  /** What of these affairs is asked for at all. */
  readonly needs: PlanNeeds;
  /** As read; what changes on the way is put right here. */
  further: FurtherFacts;
  readonly held: HeldAccounts;
  /** By campaign, for those with a way in on something that came. */
  readonly standings: Map<string, Standing>;
  readonly fitPoints: Map<string, number>;
  readonly painPoints: Map<string, DayPoints[]>;
  /** By rule, of those whose points fade. */
  readonly fading: Map<string, FadingPoints>;
  readonly watching: Watching;
  readonly changes: Changes;
}

export interface OpenEnrolment {
  readonly id: string;
  readonly campaign: string;
  readonly plan: Plan;
  readonly enteredAt: number;
  readonly entry: PastEvent;
  progress: Progress;
  restingUntil: number | null;
  awake: boolean;
}

/** What became of a lead in one campaign so far. */
export interface Standing {
  lastEnteredAt: number | undefined;
  readonly keys: Set<string>;
}

/** What one rule gave on one UTC day, counted in days since 1970. */
export interface DayPoints {
  readonly day: number;
  times: number;
  total: number;
  /** When it last gave points by what the lead did, epoch ms; null where it only took some, or time did. */
  readonly latest: number | null;
}

/** One event that waits to be worked in. */
export interface InboxEvent extends PastEvent {
  readonly kind: 'identify' | 'track' | 'group';
  readonly messageId: string;
  /** Said of another lead, and this one is only told of it. */
  readonly foreign?: boolean;
  /** What else has changed, in words of `asksOf`. */
  readonly changed?: readonly string[];
  /** Of its account's attributes, where another lead said it. */
  readonly changes?: readonly AccountChange[] | null;
  /** Brought along from another system: it changes what is known of the lead, and lets it in nowhere. */
  readonly quiet?: boolean;
}

export interface Inbox {
  readonly affairs: Affairs;
  /** In order of arrival. */
  readonly unread: readonly InboxEvent[];
}

/** Undefined when there is nothing to do: nothing unread, unless it is looked `again`; or nothing was ever applied. */
export async function readAffairs(
  tx: Transaction,
  desk: LeadDesk,
  leadId: number,
  again: boolean,
): Promise<Inbox | undefined> {
  const { releases, clock } = desk;
  let [row] = await tx.query(lookAtLead, [leadId, virtualNow(clock, leadId)]);
  if (row === undefined || (row.unread.length === 0 && !again)) return undefined;
  const release = await releases.current(tx, row.revision);
  if (release === undefined) return undefined;
  // What comes in finds the lead on the plan it is to go on with.
  if (row.enrolments.some((enrolment) => isToMove(release, enrolment)) && (await moveLeads(tx, [leadId], row.now)).length > 0) {
    [row = row] = await tx.query(lookAtLead, [leadId, virtualNow(clock, leadId)]);
  }
  const enrolments: OpenEnrolment[] = [];
  for (const { planHash, ...enrolment } of row.enrolments) {
    const campaign = presentCampaign(release.names, enrolment.campaign);
    enrolments.push({ ...enrolment, campaign, plan: await releases.plan(tx, planHash) });
  }
  const names = new Set(row.unread.map(({ name }) => name));
  // A score that crosses the target lets leads in too.
  if (release.workspace.scoring !== undefined) names.add('sdr_ready').add('score_dropped');
  if (enrolments.length > 0 && hearsFinished(release)) names.add(finishedEvent);
  for (const own of [stageEvent, reopenedEvent]) if (isHeard({ release, enrolments }, own)) names.add(own);
  // So does a step that starts another campaign.
  if (enrolments.some(({ plan }) => plan.steps.some(({ kind }) => kind === 'start'))) names.add(startedEvent);
  const byEvent = [...names].flatMap((name) => doorsOf(release).byEvent.get(name) ?? []);
  const { unread, lead } = row;
  // An event may carry a time a little ahead of the database's: what has come in has happened.
  const now = Math.max(row.now, ...unread.map(({ at }) => at));
  const watched = concerned(release, row.unread, row.watches, { isNew: !row.watched, now, enrolments, again });
  const open = [...new Set([...byEvent, ...watched])];
  const past = await readPast(tx, desk, { leadId, now, release, enrolments, open });
  const watching = watchingOf(row, watched, await launchesOf(tx, release));
  const affairs = { now, release, lead, enrolments, ...past, held: new Map(), watching, changes: noChanges() };
  return { affairs, unread };
}

type Past = Pick<Affairs, 'events' | 'sends' | 'standings' | 'fitPoints' | 'painPoints' | 'fading' | 'needs' | 'further'>;

async function readPast(
  tx: Transaction,
  desk: LeadDesk,
  ask: {
    readonly leadId: number;
    readonly now: number;
    readonly release: LoadedRelease;
    readonly enrolments: readonly OpenEnrolment[];
    readonly open: readonly CampaignInForce[];
  },
): Promise<Past> {
  const { leadId, now, release, enrolments, open } = ask;
  const { scoring } = release.workspace;
  if (enrolments.length === 0 && open.length === 0 && scoring === undefined) {
    const needs = { events: [], campaigns: [], ...needsNothing };
    return { events: [], sends: [], standings: new Map(), fitPoints: new Map(), painPoints: new Map(), fading: new Map(), needs, further: {} };
  }
  const plans = [...enrolments, ...open].map(({ plan }) => plan);
  const needs = withJudgements(withZones(needsOfAll(plans, scoring), release.workspace), ask);
  const since = now - longestWindowMs(release.workspace);
  const names = allNamesOf(release.names, open.map(({ name }) => name));
  const campaigns = allNamesOf(release.names, needs.campaigns);
  const [[row], further, fading] = await Promise.all([
    tx.query(pastOfLead, [leadId, needs.events, campaigns, since, names]),
    readFurther(tx, desk, leadId, needs, maybeFolded(needs.events, release.workspace)),
    readFading(tx, leadId, scoring, now),
  ]);
  if (row === undefined) throw new Error('a statement without a table answered nothing');
  const standings = new Map<string, Standing>();
  for (const { campaign, lastEnteredAt, keys } of row.standings) {
    const present = presentCampaign(release.names, campaign);
    const before = standings.get(present);
    standings.set(present, {
      lastEnteredAt: Math.max(lastEnteredAt, before?.lastEnteredAt ?? 0),
      keys: new Set([...keys, ...(before?.keys ?? [])]),
    });
  }
  const painPoints = new Map<string, DayPoints[]>();
  for (const { rule, ...day } of row.pain) {
    painPoints.set(rule, [...(painPoints.get(rule) ?? []), day]);
  }
  return {
    needs,
    further,
    fading,
    events: row.events,
    sends: [...underAllNames(release.names, row.sends)],
    standings,
    fitPoints: new Map(row.fit.map(({ rule, points }) => [rule, points])),
    painPoints,
  };
}

const lookAtLead = statement<{
  now: number;
  revision: number | null;
  lead: LeadState;
  unread: readonly InboxEvent[];
  watched: boolean;
  watches: readonly WatchRow[];
  enrolments: readonly (Omit<OpenEnrolment, 'plan'> & { readonly planHash: string })[];
}>(
  'look-at-lead',
  `select ${nowSql('$2')} as now, (select revision from workspace) as revision,
     to_json(lead) as lead,
     coalesce((select json_agg(json_build_object('seq', v.seq, 'kind', v.kind, 'name', v.name, 'at', v.at,
         'properties', v.properties, 'messageId', v.message_id, 'foreign', v.lead_id <> $1,
         'quiet', v.source = '${quietSource}', 'changes', i.changes) order by v.seq)
       from lead_inbox i join events v on v.seq = i.seq where i.lead_id = $1), '[]') as unread,
     coalesce((select json_agg(json_build_object('id', e.id, 'campaign', e.campaign, 'planHash', e.plan_hash,
         'enteredAt', e.entered_at, 'entry', (select ${eventSql('v')} from events v where v.seq = e.entry_seq),
         'progress', e.progress, 'restingUntil', e.resting_until, 'awake', e.awake) order by e.entered_at, e.id)
       from enrolments e where e.lead_id = $1 and e.ending is null), '[]') as enrolments,
     (select n.watched from leads n where n.id = $1) as watched, ${watchesSql('$1')} as watches
   from (select ${leadColumnsSql} from leads l where l.id = $1) as lead`,
);

const pastOfLead = statement<{
  events: PastEvent[];
  sends: PastSend[];
  standings: readonly { campaign: string; lastEnteredAt: number; keys: readonly string[] }[];
  fit: readonly { rule: string; points: number }[];
  pain: readonly ({ rule: string } & DayPoints)[];
}>(
  'past-of-lead',
  `select ${pastEventsSql('$1', '$2')} as events,
     ${pastSendsSql('$1', '$3', '$4::bigint')} as sends,
     coalesce((select json_agg(s) from (
       select campaign, max(entered_at) as "lastEnteredAt", json_agg(entry_key) as keys
       from enrolments where lead_id = $1 and campaign = any($5::text[]) group by campaign) as s), '[]') as standings,
     coalesce((select json_agg(s) from (
       select rule, sum(points) as points
       from score_ledger where lead_id = $1 and part = 'fit' group by rule) as s), '[]') as fit,
     coalesce((select json_agg(s) from (
       select rule, at / 86400000 as day, count(*) filter (where not fades) as times, sum(points) as total,
         max(at) filter (where points > 0 and not fades) as latest
       from score_ledger where lead_id = $1 and part = 'pain' group by 1, 2) as s), '[]') as pain`,
);
