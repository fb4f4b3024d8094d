import type { Plan } from '../../../compiler/plan/ir.js';
import type { Database, Queries } from '../database.js';
import { statement } from '../database.js';
import { wakeAgainSql } from '../outbox.js';
import { inTransaction } from '../transaction.js';
import type { Transaction } from '../transaction.js';
import type { Names } from './names.js';
import { allNamesOf, presentStep } from './names.js';
import type { Move } from './plan-moves.js';
import { movesBetween } from './plan-moves.js';

/** Leads on one step of a campaign at the moment it is edited. */
export interface StandingLeads {
  readonly step: string;
  readonly leads: number;
  readonly fate: 'finish_old' | Move['kind'];
  /** The step they go on at; null where the campaign ends for them. */
  readonly to?: string | null;
}

export interface PlannedMoves {
  readonly campaign: string;
  /** It and its former names. */
  readonly names: readonly string[];
  /** By the hash of the older plan. */
  readonly moves: readonly { readonly fromPlan: string; readonly move: Move }[];
  /** In the order of the steps of their plan. */
  readonly inside: readonly StandingLeads[];
}

/** What `plan` means to those who are inside on older plans. `before`: the hash of the one in force. */
export async function planMoves(
  queries: Queries,
  plan: Plan,
  planHash: string,
  names: Names,
  before: string | undefined,
): Promise<PlannedMoves> {
  const { campaign } = plan;
  const all = allNamesOf(names, [campaign]);
  const older = await queries.query(olderPlans, [all, planHash, before ?? null]);
  const moves = older.flatMap((row) =>
    movesBetween(row.plan, plan, (step) => presentStep(names, campaign, step)).map((move) => ({ fromPlan: row.hash, move })),
  );
  const inside = older.flatMap(({ hash, plan: { steps }, standing }) =>
    steps.flatMap(({ id }): readonly StandingLeads[] => {
      const leads = standing.find(({ step }) => step === id)?.leads ?? 0;
      if (leads === 0) return [];
      const move = moves.find((one) => one.fromPlan === hash && one.move.step === id)?.move;
      return [{ step: id, leads, ...(move === undefined ? { fate: 'finish_old' } : { fate: move.kind, to: move.to }) }];
    }),
  );
  return { campaign, names: all, moves, inside: summed(inside) };
}

/** Two older plans may hold leads on one step. */
function summed(inside: readonly StandingLeads[]): readonly StandingLeads[] {
  const sums = new Map<string, StandingLeads>();
  for (const one of inside) {
    const key = JSON.stringify([one.step, one.fate, one.to]);
    sums.set(key, { ...one, leads: one.leads + (sums.get(key)?.leads ?? 0) });
  }
  return [...sums.values()];
}

/** From now on who stands on such a step is moved, when somebody looks at it or its turn has come. */
export function installMoves(tx: Transaction, { campaign, names, moves }: PlannedMoves, planHash: string): void {
  tx.send(clearMoves, [names, planHash]);
  if (moves.length === 0) return;
  const rows = moves.map(({ fromPlan, move }) => ({ ...move, fromPlan }));
  tx.send(insertMoves, [JSON.stringify(rows), campaign, planHash]);
}

/**
 * Moves every enrolment of these leads that a move waits for; their locks have to be held. One
 * whose message is claimed stays until that is settled. `now` is epoch ms.
 *
 * @returns the enrolments
 */
export async function moveLeads(tx: Transaction, leadIds: readonly number[], now: number): Promise<readonly string[]> {
  return (await tx.query(move, [leadIds, now])).map(({ id }) => id);
}

/**
 * Moves the next leads in line, at most `most`; those whose lock is taken are left for the next
 * call, and for whoever holds it.
 *
 * @returns how many leads; 0 when nobody is left that could be moved now
 */
export async function moveNext(db: Database, most: number, now: number): Promise<number> {
  const [row] = await db.query(anyMoves);
  if (row?.any !== true) return 0;
  return inTransaction(db, async (tx) => {
    const leads = await tx.query(lockMovable, [most]);
    if (leads.length > 0) await moveLeads(tx, leads.map(({ id }) => id), now);
    return leads.length;
  });
}

type None = Record<string, never>;

const olderPlans = statement<{
  hash: string;
  plan: Plan;
  standing: readonly { readonly step: string; readonly leads: number }[];
}>(
  'older-plans',
  `select p.hash, p.plan, coalesce((select json_agg(s) from (
       select step, count(*) as leads from enrolments e
       where e.plan_hash = p.hash and e.ending is null group by step) as s), '[]') as standing
   from plans p
   where p.campaign = any($1) and p.hash <> $2
     and (p.hash = $3 or exists (select from enrolments e where e.plan_hash = p.hash and e.ending is null))
   order by p.created_at, p.hash`,
);

const clearMoves = statement<None>(
  'clear-moves',
  'delete from moves where campaign = any($1) or from_plan = $2',
);

const insertMoves = statement<None>(
  'insert-moves',
  `insert into moves (from_plan, from_step, kind, campaign, to_plan, to_step, ending, look, text)
   select n."fromPlan", n.step, n.kind, $2, $3, n."to", n.ending, n.look, n.text
   from jsonb_to_recordset($1) as n ("fromPlan" text, step text, kind text, "to" text, ending text, look boolean, text text)`,
);

/**
 * SQL: whether an enrolment `e` can be moved by `m` now. One whose message is claimed, or that waits
 * for an answer, waits for what becomes of it; unless it just goes on waiting in the newer plan.
 */
const movable = `e.ending is null and not e.progress ?| array['claim', 'over']
       and (not e.progress ? 'pending' or (m.kind = 'adopt' and not m.look))`;

const anyMoves = statement<{ any: boolean }>('any-moves', 'select exists (select from moves) as any');

// The lock is taken by a statement of its own: what is read after it is as it stands. In the order of the
// index by plan, with a range of one step so that no other index has this order too, and the leads by an array:
// else the plan, which does not know the limit, walks past all who were moved before.
const lockMovable = statement<{ id: number }>(
  'lock-movable',
  `select l.id from leads l
   where l.id = any(array(
     select due.lead_id from moves m cross join lateral (
       select e.lead_id from enrolments e
       where e.plan_hash = m.from_plan and e.step between m.from_step and m.from_step and ${movable}
       order by e.step, e.lead_id limit $1) as due
     limit $1))
   order by l.id for no key update skip locked`,
);

/** SQL: what a lead keeps wherever it goes on. */
const kept = `(case when due.progress ? 'held' then '{"held": true}'::jsonb else '{}' end
           || case when due.progress ? 'heldOut' then jsonb_build_object('heldOut', due.progress->'heldOut') else '{}' end
           || case when due.progress ? 'rounds' then jsonb_build_object('rounds', due.progress->'rounds') else '{}' end)`;

// A move ends for good what it ends: nobody has to ask the engine for it.
const move = statement<{ id: string }>(
  'move-leads',
  `with due as materialized (
     select e.id, e.lead_id, e.step, e.awake, e.progress, m.kind, m.campaign, m.to_plan, m.to_step, m.ending, m.look, m.text
     from enrolments e join moves m on m.from_plan = e.plan_hash and m.from_step = e.step
     where e.lead_id = any($1) and ${movable}
   ), moved as (
     update enrolments e
     set campaign = due.campaign, plan_hash = due.to_plan, step = due.to_step, ending = due.ending,
       ended_at = case when due.kind = 'end' then $2::bigint end,
       progress = case due.kind
         when 'adopt' then (due.progress - 'noted' - case when due.look then 'hold' else 'noted' end)
           || jsonb_build_object('step', due.to_step)
         when 'move_to' then jsonb_build_object('step', due.to_step, 'since', $2::bigint) || ${kept}
         else jsonb_build_object('step', null, 'since', $2::bigint, 'ending', due.ending) end,
       awake = e.awake or due.look,
       resting_until = case when due.look and not e.awake then $2::bigint else e.resting_until end
     from due where e.id = due.id
     returning e.id
   ), told as (
     insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
     select lead_id, id, campaign, step, case when kind = 'end' then 'left' else 'moved' end,
       case when kind = 'end' then ending else kind end, text, $2 from due
   ), queued as (
     insert into outbox (enrolment_id, kind) select id, 'wake' from due where look and not awake
     on conflict (enrolment_id) do update set ${wakeAgainSql}
   )
   select id from moved`,
);
