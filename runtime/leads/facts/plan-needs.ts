import { asksOf } from '../../../compiler/plan/asks.js';
import type { Plan, WorkspacePlan } from '../../../compiler/plan/ir.js';

/** What of a lead's past and surroundings plans, or scoring, can ask for. */
export interface PlanNeeds extends FurtherNeeds {
  /** Names of events. */
  readonly events: readonly string[];
  /** Campaigns whose messages they look at, their own among them. */
  readonly campaigns: readonly string[];
}

/** What costs a read of its own. */
export interface FurtherNeeds {
  readonly account: boolean;
  readonly rfm: boolean;
  readonly lists: readonly string[];
  /** Whether somebody asks what campaigns the lead is inside of. */
  readonly inside: boolean;
  /** Campaigns of whose messages it matters what people did with them. */
  readonly acts: readonly string[];
}

const known = new WeakMap<Plan, PlanNeeds>();

export function needsOf(plan: Plan): PlanNeeds {
  const before = known.get(plan);
  if (before !== undefined) return before;
  const asks = asksOf(plan);
  const needs = {
    events: plan.history,
    campaigns: [...new Set([plan.campaign, ...named(asks, 'sent')])],
    ...furtherNeeds(asks),
  };
  known.set(plan, needs);
  return needs;
}

/** The needs of several plans at once, and of the scoring that goes with them. */
export function needsOfAll(plans: readonly Plan[], scoring?: WorkspacePlan['scoring']): PlanNeeds {
  const needs = plans.map(needsOf);
  const ofScoring = scoring === undefined ? needsNothing : furtherNeeds(asksOf(scoring));
  return {
    events: unique(needs.flatMap(({ events }) => events)),
    campaigns: unique(needs.flatMap(({ campaigns }) => campaigns)),
    ...together([ofScoring, ...needs]),
  };
}

export const needsNothing: FurtherNeeds = { account: false, rfm: false, lists: [], inside: false, acts: [] };

/** Every wall-clock time may hang on the account's zone where accounts have one. */
export function withZones(needs: PlanNeeds, workspace: WorkspacePlan | undefined): PlanNeeds {
  const zones = workspace?.schema.account?.['time_zone'] !== undefined;
  return zones && !needs.account ? { ...needs, account: true } : needs;
}

function furtherNeeds(asks: readonly string[]): FurtherNeeds {
  return {
    account: asks.includes('account') || asks.some((ask) => ask.startsWith('list:')),
    rfm: asks.includes('rfm'),
    lists: named(asks, 'list'),
    inside: named(asks, 'campaign').length > 0,
    acts: named(asks, 'acts'),
  };
}

function together(needs: readonly FurtherNeeds[]): FurtherNeeds {
  return {
    account: needs.some(({ account }) => account),
    rfm: needs.some(({ rfm }) => rfm),
    lists: unique(needs.flatMap(({ lists }) => lists)),
    inside: needs.some(({ inside }) => inside),
    acts: unique(needs.flatMap(({ acts }) => acts)),
  };
}

function named(asks: readonly string[], what: string): readonly string[] {
  return asks.filter((ask) => ask.startsWith(`${what}:`)).map((ask) => ask.slice(what.length + 1));
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
