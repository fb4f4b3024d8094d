import { statement } from '../database.js';
import { leadNamedSql } from '../facts/aliases.js';
import type { Database } from '../database.js';

/** One thing that happened to a lead, `at` in epoch ms. */
export type TimelineEntry =
  | {
      readonly kind: 'event';
      readonly at: number;
      readonly name: string;
      readonly source: string;
      readonly properties: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'score';
      readonly at: number;
      readonly part: 'fit' | 'pain';
      readonly rule: string;
      readonly points: number;
      readonly after: number;
      /** Whether time took them. */
      readonly fades: boolean;
    }
  | {
      readonly kind: 'decision';
      readonly at: number;
      readonly campaign: string | null;
      readonly step: string | null;
      readonly code: string;
      readonly detail: string | null;
      readonly text: string;
    }
  | {
      readonly kind: 'send';
      readonly at: number;
      readonly campaign: string;
      readonly step: string;
      readonly channel: string;
      readonly state: string;
      readonly attempts: number;
      readonly messageId: string | null;
      readonly response: string | null;
    }
  | {
      readonly kind: 'task';
      readonly at: number;
      readonly campaign: string;
      readonly step: string;
      readonly team: string;
      readonly title: string;
      readonly assignee: string | null;
      readonly dueAt: number;
      readonly outcome: string | null;
    };

export interface Timeline {
  readonly userId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly undeclared: Readonly<Record<string, unknown>>;
  readonly fit: number;
  readonly pain: number;
  /** Epoch ms. */
  readonly readySince: number | null;
  /** The application's id of the lead's account. */
  readonly accountId: string | null;
  /** As of the last ranking of buyers. */
  readonly rfm: { readonly r: number; readonly f: number; readonly m: number; readonly rank: number } | null;
  /** In order of time; of one moment the cause comes before what followed. */
  readonly entries: readonly TimelineEntry[];
}

/** All that is known of one lead; undefined when nothing is. */
export async function timelineOf(db: Database, userId: string): Promise<Timeline | undefined> {
  const [lead] = await db.query(readLead, [userId]);
  if (lead === undefined) return undefined;
  const { id, ...state } = lead;
  const [events, ledger, decisions, sends, tasks] = await Promise.all([
    db.query(readEvents, [id]),
    db.query(readLedger, [id]),
    db.query(readDecisions, [id]),
    db.query(readSends, [id]),
    db.query(readTasks, [id]),
  ]);
  const placed = [events.map(atItsTime), ledger.map(atItsTime), inOrder(decisions), sends.map(atItsTime), tasks.map(atItsTime)];
  // Sorting is stable: within one moment the kinds stay in the order above.
  const entries = placed.flat().sort((first, second) => first.moment - second.moment);
  return { ...state, entries: entries.map(({ entry }) => entry) };
}

interface Placed {
  readonly moment: number;
  readonly entry: TimelineEntry;
}

function atItsTime(entry: TimelineEntry): Placed {
  return { moment: entry.at, entry };
}

/** What lies closer together reads as one moment; ms. */
const oneMomentMs = 60_000;

/**
 * Within one moment decisions stand as they were taken: an entry counts as of its event, which
 * lies a little before the leaving that made room for it. What came late stays where it belongs.
 */
function inOrder(decisions: readonly TimelineEntry[]): readonly Placed[] {
  let latest = 0;
  return decisions.map((entry) => {
    latest = Math.max(latest, entry.at);
    return { moment: latest - entry.at < oneMomentMs ? latest : entry.at, entry };
  });
}

type Kind<K extends TimelineEntry['kind']> = Extract<TimelineEntry, { kind: K }>;

const readLead = statement<Omit<Timeline, 'entries'> & { readonly id: number }>(
  'timeline-lead',
  `select id, user_id as "userId", attributes, undeclared, fit, pain, ready_since as "readySince",
     (select a.account_id from accounts a where a.id = l.account_id) as "accountId",
     (select json_build_object('r', r, 'f', f, 'm', m, 'rank', rank) from rfm where lead_id = l.id) as rfm
   from leads l where id = ${leadNamedSql('$1')}`,
);

const readEvents = statement<Kind<'event'>>(
  'timeline-events',
  `select 'event' as kind, at, name, source, properties from events where lead_id = $1 order by at, seq`,
);

const readLedger = statement<Kind<'score'>>(
  'timeline-ledger',
  `select 'score' as kind, at, part, rule, points, after, fades from score_ledger where lead_id = $1 order by at, id`,
);

const readDecisions = statement<Kind<'decision'>>(
  'timeline-decisions',
  `select 'decision' as kind, at, campaign, step, code, detail, text from decisions where lead_id = $1 order by id`,
);

const readSends = statement<Kind<'send'>>(
  'timeline-sends',
  `select 'send' as kind, coalesce(settled_at, claimed_at) as at, campaign, step, channel, state, attempts,
     message_id as "messageId", response
   from claims where lead_id = $1 order by 2, key`,
);

const readTasks = statement<Kind<'task'>>(
  'timeline-tasks',
  `select 'task' as kind, created_at as at, campaign, step, team, title, assignee, due_at as "dueAt", outcome
   from tasks where lead_id = $1 order by created_at, id`,
);
