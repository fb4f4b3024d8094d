import { statement } from '../database.js';
import type { Database } from '../database.js';

export interface CampaignSummary {
  readonly campaign: string;
  readonly entered: number;
  /** Still open. */
  readonly inside: number;
  /** The open ones by the step they stand on. */
  readonly waiting: readonly { readonly step: string; readonly leads: number }[];
  readonly sent: number;
  readonly unknown: number;
  readonly refused: number;
  /** Messages and steps that were left out, by the reason's stable word. */
  readonly skipped: readonly { readonly detail: string; readonly times: number }[];
  readonly goal: number;
  readonly left: number;
  readonly finished: number;
  readonly late: number;
}

export interface ReadyLead {
  readonly userId: string;
  /** Epoch ms. */
  readonly since: number;
  readonly fit: number;
  readonly pain: number;
  /** Adds up to fit and pain. */
  readonly ledger: readonly {
    readonly part: 'fit' | 'pain';
    readonly rule: string;
    readonly points: number;
    readonly after: number;
    readonly at: number;
  }[];
}

export interface Summary {
  readonly campaigns: readonly CampaignSummary[];
  readonly totals: {
    readonly leads: number;
    readonly events: number;
    readonly enrolments: number;
    readonly inside: number;
    readonly sent: number;
    readonly tasks: number;
  };
  readonly ready: readonly ReadyLead[];
  /** Messages that were accepted more than once, by key: must be empty. */
  readonly duplicates: readonly string[];
}

/** The whole store in numbers. */
export async function summarise(db: Database): Promise<Summary> {
  const [enrolments, sends, skips, [totals], ready, duplicates] = await Promise.all([
    db.query(countEnrolments),
    db.query(countSends),
    db.query(countSkips),
    db.query(countAll),
    db.query(readReady),
    db.query(readDuplicates),
  ]);
  if (totals === undefined) throw new Error('a statement without a table answered nothing');
  const names = [...new Set(enrolments.map(({ campaign }) => campaign))].sort();
  const campaigns = names.map((campaign): CampaignSummary => {
    const rows = enrolments.filter((row) => row.campaign === campaign);
    const endedAs = (ending: string | null): number =>
      rows.filter((row) => row.ending === ending).reduce((sum, { leads }) => sum + leads, 0);
    const settledAs = (state: string): number =>
      sends.find((row) => row.campaign === campaign && row.state === state)?.messages ?? 0;
    return {
      campaign,
      entered: rows.reduce((sum, { leads }) => sum + leads, 0),
      inside: endedAs(null),
      waiting: rows.flatMap(({ ending, step, leads }) => (ending === null && step !== null ? [{ step, leads }] : [])),
      sent: settledAs('sent'),
      unknown: settledAs('unknown'),
      refused: settledAs('refused'),
      skipped: skips.filter((row) => row.campaign === campaign).map(({ detail, times }) => ({ detail, times })),
      goal: endedAs('goal'),
      left: endedAs('left') + endedAs('stopped') + endedAs('edited') + endedAs('erased'),
      finished: endedAs('finished'),
      late: endedAs('late'),
    };
  });
  return { campaigns, totals, ready, duplicates: duplicates.map(({ key }) => key) };
}

/** The totals alone: cheap enough for a live line. */
export async function countAllNow(db: Database): Promise<Summary['totals']> {
  const [totals] = await db.query(countAll);
  if (totals === undefined) throw new Error('a statement without a table answered nothing');
  return totals;
}

export interface ReasonCount {
  readonly kind: 'skipped' | 'left' | 'goal';
  /** The stable word, or the event's name. */
  readonly reason: string;
  readonly times: number;
}

/** Why messages were left out and why leads left, over all campaigns, the most frequent first. */
export async function reasonsOf(db: Database): Promise<readonly ReasonCount[]> {
  return db.query(countReasons);
}

const countReasons = statement<ReasonCount>(
  'count-reasons',
  `select code as kind, coalesce(detail, 'other') as reason, count(*) as times
   from decisions where code in ('skipped', 'left', 'goal') group by 1, 2 order by 3 desc, 1, 2`,
);

const countEnrolments = statement<{ campaign: string; ending: string | null; step: string | null; leads: number }>(
  'count-enrolments',
  `select campaign, ending, case when ending is null then step end as step, count(*) as leads
   from enrolments group by 1, 2, 3 order by 1, 3`,
);

const countSends = statement<{ campaign: string; state: string; messages: number }>(
  'count-sends',
  'select campaign, state, count(*) as messages from claims where not imported group by 1, 2',
);

const countSkips = statement<{ campaign: string; detail: string; times: number }>(
  'count-skips',
  `select campaign, coalesce(detail, 'other') as detail, count(*) as times
   from decisions where code = 'skipped' and campaign is not null group by 1, 2 order by 1, 2`,
);

const countAll = statement<Summary['totals']>(
  'count-all',
  `select (select count(*) from leads where merged_into is null) as leads, (select count(*) from events) as events,
     (select count(*) from enrolments) as enrolments,
     (select count(*) from enrolments where ending is null) as inside,
     (select count(*) from claims where state = 'sent' and not imported) as sent, (select count(*) from tasks) as tasks`,
);

const readReady = statement<ReadyLead>(
  'read-ready-leads',
  `select l.user_id as "userId", l.ready_since as since, l.fit, l.pain,
     coalesce((select json_agg(json_build_object('part', s.part, 'rule', s.rule, 'points', s.points,
         'after', s.after, 'at', s.at) order by s.id)
       from score_ledger s where s.lead_id = l.id), '[]') as ledger
   from leads l where l.ready_since is not null order by l.ready_since, l.id`,
);

// A repeat sends a step in every round, each under a key of its own.
const readDuplicates = statement<{ key: string }>(
  'read-duplicate-sends',
  `select min(c.key) as key
   from (select lead_id, enrolment_id, step, count(*) as times from decisions where code = 'sent'
         group by 1, 2, 3 having count(*) > 1) as d
   join claims c on c.lead_id = d.lead_id and c.enrolment_id = d.enrolment_id and c.step = d.step and c.state = 'sent'
   group by d.lead_id, d.enrolment_id, d.step, d.times having d.times > count(*)
   order by 1`,
);
