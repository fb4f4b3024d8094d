import type { ScoringPlan } from '../../../compiler/plan/ir.js';
import type { Gift } from '../../scoring/fades.js';
import { halfLivesKept, nextFade, pointsLeft } from '../../scoring/fades.js';
import { statement } from '../../store/database.js';
import type { Transaction } from '../../store/transaction.js';
import type { Affairs } from '../affairs.js';
import { bookFaded } from './score-lead.js';

/** What a rule whose points fade has given the lead. */
export interface FadingPoints {
  readonly halfLifeMs: number;
  readonly gifts: Gift[];
  /** What the ledger says of the rule, fading included. */
  booked: number;
}

/** By rule; empty, and without a query, where no points fade. */
export async function readFading(
  tx: Transaction,
  leadId: number,
  scoring: ScoringPlan | undefined,
  now: number,
): Promise<Map<string, FadingPoints>> {
  const fading = new Map<string, FadingPoints>();
  for (const { name, fadesMs } of scoring?.pain ?? []) {
    if (fadesMs !== undefined) fading.set(name, { halfLifeMs: fadesMs, gifts: [], booked: 0 });
  }
  if (fading.size === 0) return fading;
  const longest = Math.max(...[...fading.values()].map(({ halfLifeMs }) => halfLifeMs));
  const rows = await tx.query(fadingPoints, [leadId, [...fading.keys()], now - halfLivesKept * longest]);
  for (const { rule, booked, gifts } of rows) {
    const points = fading.get(rule);
    if (points === undefined) continue;
    points.booked = booked;
    points.gifts.push(...gifts);
  }
  return fading;
}

/**
 * Books what has faded since the last look, and arms the moment at which the next point goes. The
 * ledger gets a row for it like for any other change, so it always adds up to the score.
 */
export function fadePoints(affairs: Affairs): void {
  const { fading, now } = affairs;
  if (fading.size === 0) return;
  let next: number | null = null;
  for (const [rule, points] of fading) {
    const { gifts, halfLifeMs } = points;
    points.booked += bookFaded(affairs, rule, pointsLeft(gifts, halfLifeMs, now) - points.booked);
    const at = nextFade(gifts, halfLifeMs, now);
    if (at !== undefined && (next === null || at < next)) next = at;
  }
  if (affairs.lead.fadesAt !== next) affairs.lead = { ...affairs.lead, fadesAt: next };
}

const fadingPoints = statement<{ rule: string; booked: number; gifts: readonly Gift[] }>(
  'fading-points',
  `select rule, sum(points)::integer as booked,
     coalesce(json_agg(json_build_object('points', points, 'at', at)) filter (where not fades and at >= $3), '[]') as gifts
   from score_ledger where lead_id = $1 and part = 'pain' and rule = any($2::text[]) group by rule`,
);
