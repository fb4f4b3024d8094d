import type { Plan } from '../../compiler/plan/ir.js';
import type { PastEvent, PastSend, Progress } from '../engine/types.js';
import { statement } from '../store/database.js';
import type { CampaignInForce, LoadedRelease } from '../store/releases.js';
import type { Transaction } from '../store/transaction.js';
import type { Changes } from './changes.js';
import { noChanges } from './changes.js';
import { longestWindowMs } from './facts.js';
import type { LeadDesk } from './lead-lock.js';
import { nowSql, virtualNow } from './lead-lock.js';
import type { LeadState } from './lead-state.js';
import { eventSql, leadColumnsSql, pastEventsSql, pastSendsSql } from './past-sql.js';
import { needsOfAll } from './plan-needs.js';

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
  /** By campaign, for those with a way in on something that came. */
  readonly standings: Map<string, Standing>;
  readonly fitPoints: Map<string, number>;
  readonly painPoints: Map<string, DayPoints[]>;
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
}

/** One event that waits to be worked in. */
export interface InboxEvent extends PastEvent {
  readonly kind: 'identify' | 'track';
  readonly messageId: string;
}

export interface Inbox {
  readonly affairs: Affairs;
  /** In order of arrival. */
  readonly unread: readonly InboxEvent[];
}

/** Undefined when there is nothing to do: nothing unread, or nothing was ever applied. */
export async function readAffairs(tx: Transaction, desk: LeadDesk, leadId: number): Promise<Inbox | undefined> {
  const { releases, clock } = desk;
  const [row] = await tx.query(lookAtLead, [leadId, virtualNow(clock, leadId)]);
  if (row === undefined || row.unread.length === 0) return undefined;
  const release = await releases.current(tx, row.revision);
  if (release === undefined) return undefined;
  const enrolments: OpenEnrolment[] = [];
  for (const { planHash, ...enrolment } of row.enrolments) {
    enrolments.push({ ...enrolment, plan: await releases.plan(tx, planHash) });
  }
  const names = new Set(row.unread.map(({ name }) => name));
  // A score that crosses the target lets leads in too.
  if (release.workspace.scoring !== undefined) names.add('sdr_ready');
  const open = [...names].flatMap((name) => waysIn(release, name));
  const { unread, lead } = row;
  // An event may carry a time a little ahead of the database's: what has come in has happened.
  const now = Math.max(row.now, ...unread.map(({ at }) => at));
  const past = await readPast(tx, { leadId, now, release, enrolments, open });
  return { affairs: { now, release, lead, enrolments, ...past, changes: noChanges() }, unread };
}

const entrances = new WeakMap<LoadedRelease, ReadonlyMap<string, readonly CampaignInForce[]>>();

/** The campaigns that take leads in on an event, in the order of their names. */
export function waysIn(release: LoadedRelease, event: string): readonly CampaignInForce[] {
  let byEvent = entrances.get(release);
  if (byEvent === undefined) {
    const map = new Map<string, CampaignInForce[]>();
    for (const campaign of release.campaigns.values()) {
      if (campaign.retired) continue;
      for (const name of new Set(campaign.plan.enter.map((entry) => entry.event))) {
        map.set(name, [...(map.get(name) ?? []), campaign]);
      }
    }
    byEvent = map;
    entrances.set(release, byEvent);
  }
  return byEvent.get(event) ?? [];
}

type Past = Pick<Affairs, 'events' | 'sends' | 'standings' | 'fitPoints' | 'painPoints'>;

async function readPast(
  tx: Transaction,
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
    return { events: [], sends: [], standings: new Map(), fitPoints: new Map(), painPoints: new Map() };
  }
  const needs = needsOfAll([...enrolments, ...open].map(({ plan }) => plan));
  const since = now - longestWindowMs(release.workspace);
  const names = open.map(({ name }) => name);
  const [row] = await tx.query(pastOfLead, [leadId, needs.events, needs.campaigns, since, names]);
  if (row === undefined) throw new Error('a statement without a table answered nothing');
  const standings = new Map<string, Standing>();
  for (const { campaign, lastEnteredAt, keys } of row.standings) {
    standings.set(campaign, { lastEnteredAt, keys: new Set(keys) });
  }
  const painPoints = new Map<string, DayPoints[]>();
  for (const { rule, ...day } of row.pain) {
    painPoints.set(rule, [...(painPoints.get(rule) ?? []), day]);
  }
  return {
    events: row.events,
    sends: row.sends,
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
  enrolments: readonly (Omit<OpenEnrolment, 'plan'> & { readonly planHash: string })[];
}>(
  'look-at-lead',
  `select ${nowSql('$2')} as now, (select revision from workspace) as revision,
     to_json(lead) as lead,
     coalesce((select json_agg(json_build_object('seq', v.seq, 'kind', v.kind, 'name', v.name, 'at', v.at,
         'properties', v.properties, 'messageId', v.message_id) order by v.seq)
       from lead_inbox i join events v on v.seq = i.seq where i.lead_id = $1), '[]') as unread,
     coalesce((select json_agg(json_build_object('id', e.id, 'campaign', e.campaign, 'planHash', e.plan_hash,
         'enteredAt', e.entered_at, 'entry', (select ${eventSql('v')} from events v where v.seq = e.entry_seq),
         'progress', e.progress, 'restingUntil', e.resting_until, 'awake', e.awake) order by e.entered_at, e.id)
       from enrolments e where e.lead_id = $1 and e.ending is null), '[]') as enrolments
   from (select ${leadColumnsSql} from leads l where l.id = $1) as lead`,
);

const pastOfLead = statement<{
  events: PastEvent[];
  sends: PastSend[];
  standings: readonly { campaign: string; lastEnteredAt: number; keys: readonly string[] }[];
  fit: readonly { rule: string; points: number }[];
  pain: readonly { rule: string; day: number; times: number; total: number }[];
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
       select rule, at / 86400000 as day, count(*) as times, sum(points) as total
       from score_ledger where lead_id = $1 and part = 'pain' group by 1, 2) as s), '[]') as pain`,
);
