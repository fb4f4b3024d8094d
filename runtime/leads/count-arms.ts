import { asksOf } from '../../compiler/plan/asks.js';
import type { Expression, Plan, SplitStep } from '../../compiler/plan/ir.js';
import type { ArmCount } from '../engine/choice/split-arm.js';
import { evaluatorOf } from '../engine/conditions/condition.js';
import type { FurtherFacts, PastAct } from '../engine/further-facts.js';
import { scopeOf } from '../engine/conditions/scope.js';
import type { Facts, PastEvent, PastSend } from '../engine/types.js';
import { statement } from '../store/database.js';
import type { LoadedRelease } from '../store/releases.js';
import type { Transaction } from '../store/transaction.js';
import { readFurther } from './facts/further-facts.js';
import type { LeadDesk } from './lead-lock.js';
import type { LeadState } from './facts/lead-state.js';
import { leadFacts } from './facts/lead-state.js';
import { eventSql, leadColumnsSql, pastEventsSql, pastSendsSql } from './facts/past-sql.js';
import { needsOf } from './facts/plan-needs.js';

/** More than enough to tell arms apart; chosen by their ids, which is by lot. */
const mostLeads = 40_000;
/** Where what is measured costs a read for each lead. */
const mostWithReads = 4_000;
const chunk = 1_000;

/**
 * Asks what is measured of every lead that was drawn into an arm: those for whom it holds, or the
 * sum where it is a number. Unknown counts as nothing; who is held out is not counted.
 */
export async function countArms(
  tx: Transaction,
  desk: LeadDesk,
  plan: Plan,
  { id, arms, best }: SplitStep,
  release: LoadedRelease,
  now: number,
): Promise<readonly ArmCount[]> {
  if (best === undefined) return [];
  const { measure } = best;
  const drawn = await tx.query(readDrawn, [plan.campaign, id, needsReads(measure) ? mostWithReads : mostLeads]);
  const counts = new Map(arms.map(({ name }) => [name, { arm: name, leads: 0, sum: 0 }]));
  for (let from = 0; from < drawn.length; from += chunk) {
    const part = drawn.slice(from, from + chunk);
    const values = await measured(tx, desk, plan, measure, release, part, now);
    for (const { enrolment, arm } of part) {
      const count = counts.get(arm);
      if (count === undefined) continue;
      counts.set(arm, { ...count, leads: count.leads + 1, sum: count.sum + (values.get(enrolment) ?? 0) });
    }
  }
  return [...counts.values()];
}

function needsReads(measure: Expression): boolean {
  return asksOf(measure).some((ask) => !/^(?:acts|sent|call):/.test(ask));
}

async function measured(
  tx: Transaction,
  desk: LeadDesk,
  plan: Plan,
  measure: Expression,
  { workspace }: LoadedRelease,
  part: readonly Drawn[],
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const needs = needsOf(plan);
  const ids = part.map(({ enrolment }) => enrolment);
  const rows = await tx.query(readLeads, [ids, needs.events, needs.campaigns, needs.acts]);
  const further = needsReads(measure)
    ? await Promise.all(rows.map(({ lead }) => readFurther(tx, desk, lead.id, needs, [])))
    : rows.map(({ acts }): FurtherFacts => ({ functions: desk.functions, acts }));
  const evaluate = evaluatorOf(measure);
  return new Map(
    rows.map(({ id, lead, enteredAt, entry, events, sends }, index) => {
      const facts: Facts = {
        lead: leadFacts(lead, workspace),
        enrolment: { id, enteredAt, entry },
        events,
        sends,
        workspace,
        ...further[index],
      };
      const value = evaluate(scopeOf(plan.campaign, facts, now));
      return [id, typeof value === 'number' ? value : value === true ? 1 : 0] as const;
    }),
  );
}

interface Drawn {
  readonly enrolment: string;
  readonly arm: string;
}

// Who came to the split in several rounds counts once.
const readDrawn = statement<{ enrolment: string; arm: string }>(
  'read-drawn',
  `select distinct on (d.enrolment_id) d.enrolment_id as enrolment, d.detail as arm
   from decisions d join enrolments e on e.id = d.enrolment_id
   where d.campaign = $1 and d.code = 'branch' and d.step = $2 and e.held_out is null
   order by d.enrolment_id, d.id limit $3`,
);

const readLeads = statement<{
  id: string;
  lead: LeadState;
  enteredAt: number;
  entry: PastEvent;
  events: readonly PastEvent[];
  sends: readonly PastSend[];
  acts: readonly PastAct[];
}>(
  'read-drawn-leads',
  `select e.id, e.entered_at as "enteredAt",
     (select to_json(lead) from (select ${leadColumnsSql} from leads l where l.id = e.lead_id) as lead) as lead,
     (select ${eventSql('v')} from events v where v.seq = e.entry_seq) as entry,
     ${pastEventsSql('e.lead_id', '$2')} as events,
     ${pastSendsSql('e.lead_id', '$3', '9223372036854775807')} as sends,
     coalesce((select json_agg(json_build_object('campaign', m.campaign, 'step', m.step, 'act', m.act, 'at', m.at))
       from message_events m
       where m.lead_id = e.lead_id and m.campaign = any($4::text[]) and m.act in ('opened', 'clicked', 'replied')
         and not m.machine), '[]') as acts
   from enrolments e where e.id = any($1::uuid[])`,
);
