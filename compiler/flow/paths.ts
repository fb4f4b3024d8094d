import type { StepAst } from '../../grammar/ast/campaign.js';
import { rollingMs } from '../../grammar/duration.js';
import { unreachable } from '../plan/ir.js';

/** One step as one lead may go through it. */
export interface Leg {
  readonly step: StepAst;
  /** Ms that the lead waits on the step once it is due. */
  readonly waitedMs: number;
}

/** One way through a campaign. */
export type Path = readonly Leg[];

/** Longer than any campaign counts on: what a wait without a limit may take. */
export const endlessMs = 3 * 365 * 86_400_000;

/** A campaign with more is judged by as many, evenly chosen, so that every branch is among them. */
const mostPaths = 128;

/**
 * The ways a lead can go, each wait both as short and as long as it can be.
 *
 * Those two are enough: what lies between is nearer to its neighbours on neither side.
 */
export function pathsOf(steps: readonly StepAst[]): readonly Path[] {
  return waysThrough(steps).map(({ legs }) => legs);
}

interface Way {
  readonly legs: Path;
  readonly ended: boolean;
}

function waysThrough(steps: readonly StepAst[]): readonly Way[] {
  let ways: readonly Way[] = [{ legs: [], ended: false }];
  for (const step of steps) {
    const options = waysOver(step);
    ways = evenly(ways.flatMap((way) => (way.ended ? [way] : options.map((option) => joined(way, option)))));
  }
  return ways;
}

function evenly(ways: readonly Way[]): readonly Way[] {
  if (ways.length <= mostPaths) return ways;
  const stride = (ways.length - 1) / (mostPaths - 1);
  const chosen = new Set(Array.from({ length: mostPaths }, (_, index) => Math.round(index * stride)));
  return ways.filter((_, index) => chosen.has(index));
}

function joined(way: Way, next: Way): Way {
  return { legs: [...way.legs, ...next.legs], ended: next.ended };
}

function waysOver(step: StepAst): readonly Way[] {
  switch (step.kind) {
    case 'send':
    case 'set':
    case 'task':
      return [{ legs: [{ step, waitedMs: 0 }], ended: false }];
    case 'end':
      return [{ legs: [{ step, waitedMs: 0 }], ended: true }];
    case 'if':
      return [...into(step, 0, step.then), ...into(step, 0, step.else)];
    case 'wait':
      return waysOverWait(step);
    default:
      return unreachable(step);
  }
}

function waysOverWait(step: Extract<StepAst, { kind: 'wait' }>): readonly Way[] {
  const limitMs = step.atMost === undefined ? undefined : rollingMs(step.atMost.value);
  if (step.for === undefined) return into(step, limitMs ?? 0, step.then);
  const longestMs = limitMs ?? endlessMs;
  const met = [...into(step, 0, step.then), ...into(step, longestMs, step.then)];
  return limitMs === undefined ? met : [...met, ...into(step, limitMs, step.else)];
}

function into(step: StepAst, waitedMs: number, branch: readonly StepAst[] | undefined): readonly Way[] {
  const start: Way = { legs: [{ step, waitedMs }], ended: false };
  return waysThrough(branch ?? []).map((way) => joined(start, way));
}
