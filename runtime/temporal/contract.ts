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
  /** Without `ms` only a wake ends the wait. */
  | { readonly kind: 'wait'; readonly ms?: number }
  | { readonly kind: 'end'; readonly ending: string };

export interface LocalActivities {
  advance(enrolment: EnrolmentRef): Promise<Next>;
}

export interface Deliver {
  deliver(sendKey: string, epoch: number): Promise<void>;
}

export const wakeSignal = 'wake';
/** Workflows and `advance`. */
export const driverQueue = 'perennial';
/** One queue a channel, so that each can have its own rate and its own workers. */
export const emailQueue = 'perennial-email';

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
