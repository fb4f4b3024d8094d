import { asksOf } from '../../../compiler/plan/asks.js';
import type { FurtherFacts } from '../../engine/further-facts.js';
import { furtherOf } from '../../engine/further-facts.js';
import type { Affairs } from '../affairs.js';

/** The campaigns the lead is inside of; who only waits for a message that is under way has left. */
export function insideOf({ enrolments }: Pick<Affairs, 'enrolments'>): ReadonlySet<string> {
  return new Set(enrolments.filter(({ progress }) => progress.over === undefined).map(({ campaign }) => campaign));
}

/** Those of the campaigns that only one of the two holds. */
export function entersAndEnds(before: ReadonlySet<string>, after: ReadonlySet<string>): readonly string[] {
  return [...[...before].filter((name) => !after.has(name)), ...[...after].filter((name) => !before.has(name))];
}

/** Whether the plan asks for one of these, in words of `asksOf`. */
export function asksForAny(plan: object, asks: readonly string[]): boolean {
  const own = asksOf(plan);
  return asks.some((ask) => own.includes(ask));
}

/** What is known beyond the lead itself, as things stand in the midst of its affairs. */
export function furtherNow(affairs: Affairs): FurtherFacts {
  const { further, needs } = affairs;
  return needs.inside ? { ...furtherOf(further), campaigns: insideOf(affairs) } : furtherOf(further);
}
