import type { Plan, SchemaPlan } from '../../compiler/plan/ir.js';
import { readValue } from '../engine/conditions/condition.js';
import { gate } from '../engine/gate/gate.js';
import { isHeld } from '../engine/held.js';
import type { ActionEnd } from '../engine/pending/types.js';
import { statement } from '../store/database.js';
import type { Transaction } from '../store/transaction.js';
import { lookAbsorbed } from './advance-enrolment.js';
import { leaveUnread } from './absorbing/own-events/own-events.js';
import { newAttempt } from './attempt.js';
import type { EnrolmentRefRow, EnrolmentRefs } from './enrolment-refs.js';
import { withPresentRef } from './identity/merged-lead.js';
import type { EnrolmentLook } from './facts/facts.js';
import { factsOf } from './facts/facts.js';
import type { LeadDesk } from './lead-lock.js';
import { nowSql, virtualNow } from './lead-lock.js';

/** One action about to be run once more. */
export interface BegunAction {
  readonly key: string;
  /** Whoever holds another token has no say any more. */
  readonly attempt: string;
  /** From 1, with this one. */
  readonly attempts: number;
  readonly action: string;
  readonly config: unknown;
  readonly lead: { readonly userId: string; readonly attributes: Readonly<Record<string, unknown>> };
  readonly entry: { readonly event: string; readonly properties: Readonly<Record<string, unknown>> };
  /** Epoch ms: the moment of this attempt, and since when the action is to be done. */
  readonly now: number;
  readonly createdAt: number;
  /** Of all attempts together, as the author says. */
  readonly timeoutMs?: number;
}

/** What became of an action; what it says is kept with it alone, since it may name a person. */
export type ActionResult =
  | { readonly kind: 'done'; readonly output: Readonly<Record<string, unknown>>; readonly source?: string }
  | { readonly kind: 'failed'; readonly detail: string; readonly reason?: string };

export interface Actions {
  /** Undefined when nobody wants it now: it is done, called off or held, or another cluster drives the lead. @throws when the store contradicts itself */
  begin(key: string, epoch: number): Promise<BegunAction | undefined>;
  isWanted(begun: BegunAction): Promise<boolean>;
  /** The attempt did not count: the other side asked for patience. */
  unbegin(begun: BegunAction): Promise<void>;
  /**
   * Writes down what came of it, once, in one transaction with what follows: the lead's progress,
   * and where the action enriches, the attributes that the schema declares, by an event with source
   * and date (domain.md D-01).
   */
  settle(begun: BegunAction, result: ActionResult): Promise<void>;
}

export function createActions({ desk, refs }: { readonly desk: LeadDesk; readonly refs: EnrolmentRefs }): Actions {
  const withAction = async <T>(key: string, work: (tx: Transaction, ref: EnrolmentRefRow) => Promise<T>): Promise<T | undefined> => {
    const [row] = await desk.db.query(findAction, [key]);
    // Thrown, so that a run which asks for it again and again backs off.
    if (row === undefined) throw new Error('the action is not in the store');
    return withPresentRef(
      refs,
      () => refs.find(row.enrolment_id),
      (ref) => desk.withLead(ref.leadId, (tx) => work(tx, ref)),
    );
  };
  return {
    begin: (key, epoch) => withAction(key, (tx, ref) => begin(tx, desk, ref, key, epoch)),
    async isWanted({ key, attempt }) {
      const rows = await desk.db.query(wanted, [key, attempt]);
      return rows.length > 0;
    },
    async unbegin({ key, attempt }) {
      await desk.db.query(giveBack, [key, attempt]);
    },
    async settle(begun, result) {
      await withAction(begun.key, (tx, ref) => settle(tx, desk, ref, begun, result));
    },
  };
}

async function begin(
  tx: Transaction,
  desk: LeadDesk,
  ref: EnrolmentRefRow,
  key: string,
  epoch: number,
): Promise<BegunAction | undefined> {
  const look = await lookAbsorbed(tx, desk, ref);
  if (look === undefined || look.enrolment.epoch !== epoch || !isPending(look, key)) return undefined;
  // Its run asks again once the campaign is let go.
  if (isHeld(look.enrolment.progress, factsOf(look))) return undefined;
  const refusal = refusalAtTheGate(await desk.releases.plan(tx, ref.planHash), look);
  if (refusal !== undefined) {
    await end(tx, ref, key, { kind: 'failed', detail: refusal, at: look.now });
    tx.send(settleAction, [key, null, 'failed', look.now, refusal, null, null, null]);
    return undefined;
  }
  const attempt = newAttempt();
  const [row] = await tx.query(beginAction, [key, attempt]);
  if (row === undefined) throw new Error('the action is over, and its lead waits for it');
  const { lead, enrolment, now } = look;
  const { action, config, attempts, created_at: createdAt, timeout_ms: timeoutMs } = row;
  return {
    key,
    attempt,
    attempts,
    action,
    config,
    lead: { userId: lead.userId, attributes: lead.attributes },
    entry: { event: enrolment.entry.name, properties: enrolment.entry.properties },
    now: Math.max(now, createdAt),
    createdAt,
    ...(timeoutMs === null ? {} : { timeoutMs }),
  };
}

function isPending({ enrolment: { progress, ending } }: EnrolmentLook, key: string): boolean {
  const { pending } = progress;
  return ending === null && pending?.kind === 'action' && pending.key === key && pending.result === undefined;
}

/** One that markets asks again just before it begins: who has objected meanwhile is left alone. */
function refusalAtTheGate(plan: Plan, look: EnrolmentLook): string | undefined {
  const step = plan.steps.find(({ id }) => id === look.enrolment.progress.step);
  if (step?.kind !== 'do' || step.marketing === undefined) return undefined;
  const { id, due, next, action, marketing } = step;
  const asMessage = { kind: 'send', id, due, next, channel: action, template: id, email: marketing, unsure: 'skip' } as const;
  const verdict = gate(plan, asMessage, factsOf(look), look.now);
  return verdict.kind === 'skip' ? verdict.detail : undefined;
}

async function settle(
  tx: Transaction,
  desk: LeadDesk,
  ref: EnrolmentRefRow,
  begun: BegunAction,
  result: ActionResult,
): Promise<void> {
  const [moment] = await tx.query(momentNow, [virtualNow(desk.clock, ref.leadId)]);
  const at = Math.max(moment?.now ?? 0, begun.now);
  const done = result.kind === 'done';
  const values = [
    begun.key,
    begun.attempt,
    result.kind,
    at,
    done ? null : result.detail,
    done ? null : (result.reason ?? null),
    done ? JSON.stringify(result.output) : null,
    done ? (result.source ?? null) : null,
  ];
  const [settled] = await tx.query(settleAction, values);
  if (settled === undefined) return;
  await end(tx, ref, begun.key, { kind: result.kind, ...(done ? {} : { detail: result.detail }), at });
  if (!done || result.source === undefined) return;
  const release = await desk.releases.current(tx);
  const attributes = release === undefined ? {} : enriched(release.workspace.schema, result.output);
  if (Object.keys(attributes).length === 0) return;
  const messageId = `act:${begun.key}`;
  await leaveUnread(tx, ref.leadId, { kind: 'identify', name: 'identify', messageId, at, properties: attributes }, at);
}

/** The lead stands on the step: what it waits for has ended. */
async function end(tx: Transaction, { id }: EnrolmentRefRow, key: string, result: ActionEnd): Promise<void> {
  await tx.query(endPending, [id, key, JSON.stringify(result)]);
}

/** Of what an action brought, the values that are attributes of the lead. */
function enriched({ lead }: SchemaPlan, output: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const known = Object.entries(output).filter(([name, value]) => {
    const field = Object.hasOwn(lead, name) ? lead[name] : undefined;
    return field !== undefined && readValue(value, field.type) !== undefined;
  });
  return Object.fromEntries(known);
}

type None = Record<string, never>;

const findAction = statement<{ enrolment_id: string }>('find-action', 'select enrolment_id from actions where key = $1');

const beginAction = statement<{
  action: string;
  config: unknown;
  attempts: number;
  created_at: number;
  timeout_ms: number | null;
}>(
  'begin-action',
  `update actions set attempt = $2, attempts = attempts + 1 where key = $1 and state = 'open'
   returning action, config, attempts, created_at, timeout_ms`,
);

const wanted = statement<{ key: string }>(
  'action-wanted',
  `select key from actions where key = $1 and attempt = $2 and state = 'open'`,
);

const giveBack = statement<None>(
  'give-action-back',
  'update actions set attempts = attempts - 1 where key = $1 and attempt = $2',
);

const momentNow = statement<{ now: number }>('moment-now', `select ${nowSql('$1')} as now`);

const settleAction = statement<{ key: string }>(
  'settle-action',
  `update actions set state = $3, settled_at = $4, detail = $5, reason = $6, output = $7, source = $8
   where key = $1 and ($2::uuid is null or attempt = $2) and state = 'open' returning key`,
);

const endPending = statement<None>(
  'end-pending',
  `update enrolments set progress = jsonb_set(progress, '{pending,result}', $3::jsonb)
   where id = $1 and progress->'pending'->>'key' = $2`,
);
