/** What one process of a plug-in is started for: plain JSON, sent to it as its first line. */
export interface Job {
  /** `file:` address of the plug-in's code. */
  readonly module: string;
  readonly part: 'action' | 'trigger' | 'channel' | 'look-up';
  /** The action's, trigger's or channel's own. */
  readonly name: string;
  /** What it is called with. */
  readonly input: unknown;
  /** Values of the names that were declared. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Epoch ms of the beginning; under a virtual clock it stands still. */
  readonly now: number;
  readonly virtual: boolean;
  readonly idempotencyKey: string;
  /** From 1. */
  readonly attempt: number;
  /** Nothing of this process outlives that; ms. */
  readonly mostMs: number;
}

/** A line to the process after the first. */
export type Told = { readonly kind: 'abort'; readonly reason: string } | { readonly kind: 'under-way'; readonly granted: boolean };

/** A line from the process. */
export type Said =
  | { readonly kind: 'log'; readonly level: 'info' | 'warn'; readonly message: string; readonly fields?: unknown }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'under-way' }
  /** `check` of an action found mistakes in what it was given. */
  | { readonly kind: 'problems'; readonly problems: readonly unknown[] }
  | { readonly kind: 'ended'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly message: string };

/** The descriptor that the process speaks on: what plug-ins print goes elsewhere. */
export const spokenOn = 3;
