import type { Duration } from '@temporalio/common';

/**
 * What the driver workflow and its activities agree on. Imported by workflow code: types and
 * constants only.
 */

/** The only input of an execution; the ids are opaque, because nothing in a history can be erased. */
export interface EnrolmentRef {
  readonly enrolmentId: string;
  /** Rises when executions are rebuilt, so that two clusters cannot both drive. */
  readonly epoch: number;
}

/** What `advance` says comes next. */
export type Next =
  | { readonly kind: 'deliver'; readonly sendKey: string; readonly queue: string; readonly name: string }
  | ActNext
  /** Without `ms` only a wake ends the wait. */
  | { readonly kind: 'wait'; readonly ms?: number }
  | { readonly kind: 'end'; readonly ending: string };

/** One engineers' action to be done; times in ms. */
export interface ActNext {
  readonly kind: 'act';
  readonly actionKey: string;
  readonly queue: string;
  readonly name: string;
  /** One attempt is over by then. */
  readonly attemptMs: number;
  /** From the first failure to the next attempt, doubled each time up to `mostMs`. */
  readonly firstMs: number;
  readonly mostMs: number;
}

export interface LocalActivities {
  advance(enrolment: EnrolmentRef): Promise<Next>;
}

export interface Deliver {
  deliver(sendKey: string, epoch: number): Promise<void>;
}

/** Settles the action itself, whatever comes of it: the workflow never sees it fail. */
export interface Act {
  act(actionKey: string, epoch: number): Promise<void>;
}

export const wakeSignal = 'wake';
/** Workflows and `advance`. */
export const driverQueue = 'perennial';
/** Engineers' actions: what they do must hold up no message. */
export const actionQueue = 'perennial-actions';

/** One queue a channel, so that each can have its own rate and its own workers. */
export function channelQueue(channel: string): string {
  return `perennial-${channel === 'email' ? '' : 'channel-'}${channel}`;
}

/** The workflow type; the prefix keeps a campaign's name from meeting a name of the language. */
export function workflowType(campaign: string): string {
  return `campaign.${campaign}`;
}

/**
 * How long one hand-over may take before Temporal tries it again. Above every deadline of a
 * channel, so that an attempt is over before the next begins.
 */
export const deliverTimeout: Duration = '30 seconds';
export const channelDeadlineMs = 20_000;

/** A worker that runs an action says so this often; without a word for the second, it has crashed. */
export const actHeartbeatMs = 5_000;
export const actHeartbeatTimeout: Duration = '30 seconds';
/** What an attempt may take beyond its own time, to be ended and settled; ms. */
export const actGraceMs = 10_000;
