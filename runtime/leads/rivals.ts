import type { Plan } from '../../compiler/plan/ir.js';
import type { Rival } from '../engine/gate/priority.js';
import { isMarketing } from '../engine/gate/priority.js';
import type { Progress } from '../engine/types.js';
import { statement } from '../store/database.js';
import type { LoadedRelease, Releases } from '../store/releases.js';
import type { Transaction } from '../store/transaction.js';
import { controlFacts } from './edits/holding.js';

/** One open enrolment of a lead, as far as another one has to know of it. */
export interface OtherEnrolment {
  readonly id: string;
  readonly campaign: string;
  readonly plan: Plan;
  readonly progress: Progress;
  /** Epoch ms; while it is awake, since when. */
  readonly restingUntil: number | null;
  readonly awake: boolean;
}

/** Who is overdue by more has lost its run, and gives way to others until the sweep has found it. */
const lostMs = 900_000;

/** The marketing messages that the lead's other enrolments have coming. */
export function rivalsAmong(others: readonly OtherEnrolment[], release: LoadedRelease, ownId: string, now: number): readonly Rival[] {
  return others.flatMap(({ id, campaign, plan, progress, restingUntil, awake }) => {
    if (id === ownId || progress.claim !== undefined || progress.over !== undefined) return [];
    // Awake it is about to be decided; else only a moment brings a message, and never an event.
    const dueAt = awake ? (restingUntil ?? now) : restingUntil;
    if (dueAt === null || dueAt < now - lostMs) return [];
    const step = plan.steps.find((each) => each.id === progress.step);
    if (step === undefined || !isMarketing(step)) return [];
    if (controlFacts(release, campaign).control?.state === 'held') return [];
    return [{ campaign, kind: plan.kind, step: step.id, dueAt }];
  });
}

/** The lead's open enrolments that stand somewhere; asked for only where the workspace has an order. */
export async function readOthers(tx: Transaction, releases: Releases, leadId: number): Promise<readonly OtherEnrolment[]> {
  const rows = await tx.query(openEnrolments, [leadId]);
  return Promise.all(rows.map(async ({ planHash, ...row }) => ({ ...row, plan: await releases.plan(tx, planHash) })));
}

const openEnrolments = statement<Omit<OtherEnrolment, 'plan'> & { readonly planHash: string }>(
  'open-enrolments-of-lead',
  `select id, campaign, plan_hash as "planHash", progress, resting_until as "restingUntil", awake
   from enrolments where lead_id = $1 and ending is null and step is not null`,
);
