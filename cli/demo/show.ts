import type { Moment } from '../../runtime/simulate/conductor.js';
import type { Database } from '../../runtime/store/database.js';

/** Where the play posts what its people do. */
export interface Door {
  readonly ingestUrl: string;
  readonly writeKey: string;
}

/** What was found when the play was over. */
export interface Proof {
  /** Lines for the person. */
  readonly lines: readonly string[];
  /** Added to the JSON. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly holds: boolean;
}

export interface ShowOptions {
  /** Of an invented story. */
  readonly seed: number;
  /** The first so many leads of the play alone. */
  readonly leads?: number;
}

/** One play of the demo: a repository, and what happens to its leads. */
export interface Show {
  readonly name: string;
  readonly title: string;
  /** The repository, below the package's folder. */
  readonly folder: string;
  /** Epoch ms, virtual. */
  readonly start: number;
  readonly until: number;
  moments(door: Door): readonly Moment[];
  /** An independent look at the result, where the play has one. */
  prove?(db: Database): Promise<Proof>;
}
