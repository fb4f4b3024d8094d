import type { PastEvent } from '../types.js';

/** What is kept of one lead at one way in between looks. Plain JSON: it is stored as it is. */
export interface Watch {
  /** The way's id. */
  readonly way: string;
  /** Tells several at one way apart: the trigger's `each` key. */
  readonly key: string;
  /** Whether the condition held when it was last asked. */
  readonly holds: boolean;
  /** Epoch ms of that, or of whatever else last set this. */
  readonly askedAt: number;
  /** Epoch ms: when something happens by time alone; null for never. */
  readonly dueAt: number | null;
  /** Of a date: which round is due. */
  readonly round: string | null;
  /** The event after which silence is waited for, or of which a whole segment is told. */
  readonly trigger: PastEvent | null;
  /** Of one person per account: the choice has fallen on this lead. */
  readonly chosen: boolean;
}

/** Somebody comes in. */
export interface Arrival {
  readonly way: string;
  /** Names the entry for good: no two of a lead in a campaign share it. */
  readonly key: string;
  /** Epoch ms. */
  readonly at: number;
  /** The event that let the lead in; absent: there was none but the moment itself. */
  readonly event?: PastEvent;
  /** What let it in, in a few words: `signed_up`, `becomes`, `at`. */
  readonly by: string;
  readonly text: string;
}

/** What one thing did at the ways into one campaign. */
export interface Turnout {
  readonly put: readonly Watch[];
  readonly drop: readonly Watch[];
  readonly arrival?: Arrival;
  /** A way in was for this lead, and it may not take it. */
  readonly refusal?: { readonly detail: string; readonly text: string };
}

export const nothing: Turnout = { put: [], drop: [] };

export function freshWatch(way: string, at: number, more: Partial<Watch> = {}): Watch {
  return { way, key: '', holds: false, askedAt: at, dueAt: null, round: null, trigger: null, chosen: false, ...more };
}

/** The list as it stands after a turnout. */
export function afterTurnout(watches: readonly Watch[], { put, drop }: Turnout): readonly Watch[] {
  const replaced = [...put, ...drop];
  return [...watches.filter((one) => !replaced.some((other) => isSame(one, other))), ...put];
}

export function isSame(one: Pick<Watch, 'way' | 'key'>, other: Pick<Watch, 'way' | 'key'>): boolean {
  return one.way === other.way && one.key === other.key;
}
