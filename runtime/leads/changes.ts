import { unreachable } from '../../compiler/plan/ir.js';
import type { Advance, Progress, Reason } from '../engine/types.js';
import type { NewAction } from '../store/actions.js';
import type { NewTask } from '../store/tasks.js';

/** What working on one lead led to, gathered to be written down together. */
export interface Changes {
  readonly moved: MovedEnrolment[];
  readonly entered: NewEnrolment[];
  readonly splits: BegunSplit[];
  readonly decisions: Decision[];
  readonly claims: NewClaim[];
  /** Keys of sends. */
  readonly withdrawn: string[];
  readonly tasks: NewTask[];
  readonly actions: NewAction[];
  /** Keys of actions. */
  readonly calledOff: string[];
  readonly ledger: LedgerRow[];
  /** By topic: the last word counts. */
  readonly consents: Map<string, ConsentRow>;
}

export interface MovedEnrolment {
  readonly id: string;
  readonly progress: Progress;
  readonly restingUntil: number | null;
  readonly awake: boolean;
  /** Whether a look has to be queued: somebody else than its own run moved it. */
  readonly wake: boolean;
  /** Epoch ms. */
  readonly at: number;
}

export interface NewEnrolment {
  readonly id: string;
  readonly campaign: string;
  readonly planHash: string;
  readonly entryKey: string;
  readonly entrySeq: number;
  readonly enteredAt: number;
  readonly progress: Progress;
  /** Epoch ms: since when it waits for its first look. */
  readonly at: number;
}

export interface BegunSplit {
  readonly campaign: string;
  readonly step: string;
  /** Epoch ms. */
  readonly at: number;
}

export interface Decision {
  readonly enrolmentId: string | null;
  readonly campaign: string | null;
  readonly step: string | null;
  readonly code: string;
  readonly detail: string | null;
  readonly text: string;
  readonly at: number;
}

export interface NewClaim {
  readonly key: string;
  readonly enrolmentId: string;
  readonly campaign: string;
  readonly step: string;
  readonly channel: string;
  readonly class: 'marketing' | 'transactional';
  readonly unsure: 'skip' | 'repeat';
  readonly item?: string;
  readonly heldOut?: true;
  readonly at: number;
}

export interface LedgerRow {
  readonly part: 'fit' | 'pain';
  readonly rule: string;
  readonly points: number;
  readonly before: number;
  readonly after: number;
  /** Null for what time alone has brought about. */
  readonly eventSeq: number | null;
  readonly at: number;
  readonly fades: boolean;
}

export interface ConsentRow {
  readonly topic: string;
  readonly granted: boolean;
  readonly proof: string;
  /** Of a double opt-in: when it was asked and confirmed, with which text, and from where. */
  readonly evidence: unknown;
  readonly at: number;
}

export function noChanges(): Changes {
  return {
    moved: [],
    entered: [],
    splits: [],
    decisions: [],
    claims: [],
    withdrawn: [],
    tasks: [],
    actions: [],
    calledOff: [],
    ledger: [],
    consents: new Map(),
  };
}

/** Notes what the engine decided about one enrolment, but for attributes it set. */
export function noteAdvance(
  changes: Changes,
  enrolment: { readonly id: string; readonly campaign: string },
  { effects, why }: Advance,
  now: number,
): void {
  const { id: enrolmentId, campaign } = enrolment;
  for (const reason of why) changes.decisions.push(decisionOf(enrolmentId, campaign, reason));
  for (const effect of effects) {
    switch (effect.kind) {
      case 'claim': {
        const { kind: _kind, ...claim } = effect;
        changes.claims.push({ ...claim, enrolmentId, campaign, at: now });
        break;
      }
      case 'withdraw': {
        // Made and taken back in the same moment: it is never written.
        const fresh = changes.claims.findIndex(({ key }) => key === effect.key);
        if (fresh >= 0) changes.claims.splice(fresh, 1);
        changes.withdrawn.push(effect.key);
        break;
      }
      case 'task': {
        const { kind: _kind, ...task } = effect;
        changes.tasks.push({ ...task, enrolmentId, campaign, createdAt: now });
        break;
      }
      case 'act': {
        const { kind: _kind, ...action } = effect;
        changes.actions.push({ ...action, enrolmentId, campaign, createdAt: now });
        break;
      }
      case 'call-off':
        changes.calledOff.push(effect.key);
        break;
      case 'split-began':
        changes.splits.push({ campaign, step: effect.step, at: effect.at });
        break;
      case 'task-late':
      case 'start':
      case 'set':
        // Worked in like an attribute that came from outside: see `own-events.ts`.
        break;
      default:
        unreachable(effect);
    }
  }
}

export function decisionOf(enrolmentId: string, campaign: string, reason: Reason): Decision {
  const { code, step = null, detail = null, text, at } = reason;
  return { enrolmentId, campaign, step, code, detail, text, at };
}
