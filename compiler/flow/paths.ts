import type { StepAst } from '../../grammar/ast/step.js';
import { rollingMs } from '../../grammar/duration.js';
import { branchesOf, lateOutcome } from '../names/steps-of.js';
import { unreachable } from '../plan/ir.js';

/** One step as one lead may go through it. */
export interface Leg {
  readonly step: StepAst;
  /** Ms that the lead waits on the step once it is due. */
  readonly waitedMs: number;
  /** A further round: due at the earliest this long after the step was last due. */
  readonly everyMs?: number;
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
    case 'do':
    case 'start':
      return [{ legs: [{ step, waitedMs: 0 }], ended: false }];
    case 'end':
      return [{ legs: [{ step, waitedMs: 0 }], ended: true }];
    case 'if':
      return [...into(step, 0, step.then), ...into(step, 0, step.else)];
    case 'wait':
      return waysOverWait(step);
    case 'branch':
      return branchesOf(step).flatMap(({ steps }) => into(step, 0, steps));
    case 'split':
      return waysOverSplit(step);
    case 'task':
      return waysOverTask(step);
    case 'repeat':
      return waysOverRepeat(step);
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

function waysOverSplit(step: Extract<StepAst, { kind: 'split' }>): readonly Way[] {
  const atOnce = branchesOf(step).flatMap(({ steps }) => into(step, 0, steps));
  if (step.best === undefined) return atOnce;
  const decidedMs = rollingMs(step.best.after.value);
  return [...atOnce, ...branchesOf(step).flatMap(({ steps }) => into(step, decidedMs, steps))];
}

/** Nobody answers before they look, or later than they should. */
function waysOverTask(step: Extract<StepAst, { kind: 'task' }>): readonly Way[] {
  if (step.outcomes.length === 0) return into(step, 0, undefined);
  const dueMs = step.due === undefined ? taskDueMs : rollingMs(step.due.value);
  const ways = branchesOf(step).flatMap(({ name, steps }) =>
    name === lateOutcome ? into(step, dueMs, steps) : [...into(step, 0, steps), ...into(step, dueMs, steps)],
  );
  return step.outcomes.some(({ name }) => name.value === lateOutcome) ? ways : [...ways, ...into(step, dueMs, undefined)];
}

/** Two days to follow up (domain.md H-02). */
const taskDueMs = 48 * 3_600_000;

/** One round, as many as there can be, and none where `until` may hold from the beginning. */
function waysOverRepeat(step: Extract<StepAst, { kind: 'repeat' }>): readonly Way[] {
  const everyMs = step.every === undefined ? 0 : rollingMs(step.every.value);
  const times = Math.min(step.times?.value ?? mostRounds, mostRounds);
  const once = evenly(into(step, 0, step.steps));
  const begun: Way = { legs: [{ step, waitedMs: 0, everyMs }], ended: false };
  const further = waysThrough(step.steps ?? []).map((way) => joined(begun, way));
  let ways = once;
  for (let round = 2; round <= times; round += 1) {
    ways = evenly(ways.flatMap((way) => (way.ended ? [way] : further.map((option) => joined(way, option)))));
  }
  const rounds = times <= 1 ? once : [...once, ...ways];
  return step.until === undefined ? rounds : [{ legs: [], ended: false }, ...rounds];
}

/** More rounds than these tell nothing new of the rhythm. */
const mostRounds = 12;

function into(step: StepAst, waitedMs: number, branch: readonly StepAst[] | undefined): readonly Way[] {
  const start: Way = { legs: [{ step, waitedMs }], ended: false };
  return waysThrough(branch ?? []).map((way) => joined(start, way));
}
