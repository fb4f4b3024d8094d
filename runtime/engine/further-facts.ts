import type { Scalar } from '../../compiler/plan/ir.js';

/** The account that a lead belongs to now. */
export interface AccountFacts {
  /** The application's own id of it. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** How a buyer compares with all others, as of the last ranking; of whoever never bought nothing is known. */
export interface RfmFacts {
  /** 1..5, 5 for the most recent, the most frequent, the most valuable. */
  readonly r: number;
  readonly f: number;
  readonly m: number;
  /** 0..1: the share of all buyers that stand no higher; 0.2 ends the lowest fifth (domain.md R-06). */
  readonly rank: number;
  /** Ms from the first purchase to the second, on average over all who came back (domain.md R-05). */
  readonly latencyMs?: number;
}

/** What a person did with a message; what machines did is left out. */
export interface PastAct {
  readonly campaign: string;
  readonly step: string;
  readonly act: 'opened' | 'clicked' | 'replied';
  /** Epoch ms. */
  readonly at: number;
}

/** What is left of the events of one name that are older than the workspace keeps them. */
export interface FoldedEvents {
  readonly count: number;
  /** Epoch ms. */
  readonly firstAt: number;
  readonly latestAt: number;
  /** Of the latest. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** By property that was ever a number. */
  readonly sums: Readonly<Record<string, number>>;
}

/**
 * A function of a plug-in: pure, synchronous, values in the order of its parameters; null where it
 * has no answer.
 */
export type PluginFunction = (values: readonly Scalar[]) => Scalar | null;

/** What an expression may ask for beyond the lead itself; loaded only where a plan in play asks. */
export interface FurtherFacts {
  /** Undefined for a lead without one. */
  readonly account?: AccountFacts | undefined;
  readonly rfm?: RfmFacts | undefined;
  /** Names of the lists on which the lead or its account stands. */
  readonly lists?: ReadonlySet<string> | undefined;
  /** Campaigns that the lead is inside of. */
  readonly campaigns?: ReadonlySet<string> | undefined;
  readonly acts?: readonly PastAct[] | undefined;
  /** By name of the event. */
  readonly folded?: ReadonlyMap<string, FoldedEvents> | undefined;
  /** By name. */
  readonly functions?: ReadonlyMap<string, PluginFunction> | undefined;
}

/** These alone, for whoever passes them on. */
export function furtherOf(facts: FurtherFacts): FurtherFacts {
  const { account, rfm, lists, campaigns, acts, folded, functions } = facts;
  return { account, rfm, lists, campaigns, acts, folded, functions };
}
