import type { Scalar } from '../../../compiler/plan/ir.js';

/** What a lead waits for that others have to do. Plain JSON: it is stored with the progress. */
export type Pending =
  | {
      readonly kind: 'task';
      readonly key: string;
      /** Epoch ms: from then on the answer is late. */
      readonly dueAt: number;
    }
  | {
      readonly kind: 'action';
      readonly key: string;
      /** Written by whoever ran it, under the lead's lock. */
      readonly result?: ActionEnd;
    };

export interface ActionEnd {
  readonly kind: 'done' | 'failed';
  /** Why it failed, as a stable word: `refused`, `tried_out`, `too_late`, `no_action`, `config`, `output`, `environment`, or the gate's. */
  readonly detail?: string;
  /** Epoch ms. */
  readonly at: number;
}

/** What others are asked to do, and what is said when they did not. */
export type AskEffect =
  | {
      readonly kind: 'task';
      readonly key: string;
      readonly step: string;
      readonly team: string;
      readonly title: string;
      /** Epoch ms. */
      readonly dueAt: number;
      readonly assign?: TaskAssignment;
      /** The answers that the lead waits for; absent: it does not wait. */
      readonly outcomes?: readonly string[];
      /** The channel that tells another system of it. */
      readonly tell?: string;
    }
  | { readonly kind: 'task-late'; readonly key: string; readonly step: string; readonly team: string }
  | {
      readonly kind: 'act';
      readonly key: string;
      readonly step: string;
      readonly action: string;
      readonly config: GivenValue;
      /** Of all attempts together; absent: the action's own. */
      readonly timeoutMs?: number;
    }
  /** The lead has left: what runs is told to stop. */
  | { readonly kind: 'call-off'; readonly key: string };

/** Whose a task is, as far as the engine can tell. */
export interface TaskAssignment {
  /** The person or group that the author names. */
  readonly to: string;
  /** Decided here; absent where the turn, counted in the store, decides. */
  readonly assignee?: string;
  /** In turn: who of the group is there, in the order of their names. */
  readonly rotation?: readonly string[];
}

/** A value of `with:`; an expression that is unknown leaves its key out. */
export type GivenValue =
  | Scalar
  | readonly GivenValue[]
  | { readonly [key: string]: GivenValue };
