import type { StepAst } from '../../grammar/ast/step.js';
import type { Located } from '../../grammar/span.js';
import { onceFor } from '../once-for.js';
import type { Flow } from './flow.js';
import { momentsFor } from './flow.js';
import type { Journey } from './moments.js';
import { journeyAlong, nearestMoments } from './moments.js';

/** A marketing message, and when it leaves: ms since the entry. */
export interface Leaving {
  readonly step: Located<string>;
  readonly ms: number;
}

/** No fewer messages than `worstWindow` of the same length holds, and much cheaper to say. */
export function mostInWindow(flow: Flow, windowMs: number): number {
  return kept(boundsOf(flow), windowMs, () => Math.max(0, ...nearestOf(flow).map((moments) => mostOf(moments, windowMs))));
}

/**
 * The most messages of one campaign that leave within so long, on any path and from any hour of the week.
 *
 * Of those without a condition of their own: conditions may exclude each other, as branches are known to.
 *
 * Rolling: a message exactly one window after another is not in its window. Dates of the lead count as far from
 * everything before them.
 */
export function worstWindow(flow: Flow, windowMs: number): readonly Leaving[] {
  return kept(worstOf(flow), windowMs, () => worst(flow, windowMs));
}

/** Messages without a condition, of each path, for who enters at this hour of the week. */
export function certainLeavings(flow: Flow, enteredMs: number): readonly (readonly Leaving[])[] {
  const certain = certainOf(flow);
  if (certain.size === 0) return [];
  return flow.paths.map((path) => leavingsAlong(certain, enteredMs, journeyAlong(path, 'far')));
}

/** The steps that send marketing to every lead who gets there, with their ids. */
type Marketing = ReadonlyMap<StepAst, Located<string>>;

function certainOf(flow: Flow): Marketing {
  const marketing = new Map<StepAst, Located<string>>();
  for (const { step, email, certain } of flow.sends) {
    if (email.class === 'marketing' && certain) marketing.set(step, step.id);
  }
  return marketing;
}

function worst(flow: Flow, windowMs: number): readonly Leaving[] {
  const marketing = certainOf(flow);
  let best: readonly Leaving[] = [];
  for (const [index, path] of marketing.size === 0 ? [] : flow.paths.entries()) {
    const most = mostOf(nearestOf(flow)[index] ?? [], windowMs);
    if (most <= best.length) continue;
    const journey = journeyAlong(path, 'far');
    for (const enteredMs of momentsFor(flow.steps)) {
      const busiest = busiestOf(leavingsAlong(marketing, enteredMs, journey), windowMs);
      if (busiest.length > best.length) best = busiest;
      if (best.length >= most) break;
    }
  }
  return best;
}

function leavingsAlong(marketing: Marketing, enteredMs: number, journey: Journey): readonly Leaving[] {
  const leavings: Leaving[] = [];
  journey(enteredMs, (step, arrivedMs, dueMs) => {
    const id = marketing.get(step);
    if (id !== undefined) leavings.push({ step: id, ms: Math.max(arrivedMs, dueMs) - enteredMs });
  });
  return leavings;
}

/** Messages of a path never fall back in time. */
function busiestOf(leavings: readonly Leaving[], windowMs: number): readonly Leaving[] {
  let [from, until, begin] = [0, 0, 0];
  for (let end = 0; end < leavings.length; end += 1) {
    while ((leavings[end]?.ms ?? 0) - (leavings[begin]?.ms ?? 0) >= windowMs) begin += 1;
    if (end + 1 - begin > until - from) [from, until] = [begin, end + 1];
  }
  return leavings.slice(from, until);
}

/** Of each path the moments of its marketing, as near to one another as they can be. */
const nearestOf = onceFor((flow: Flow): readonly (readonly number[])[] => {
  const marketing = certainOf(flow);
  if (marketing.size === 0) return [];
  return flow.paths.map((path) => {
    const nearest = nearestMoments(path);
    return path.flatMap(({ step }, index) => (marketing.has(step) ? [nearest[index] ?? 0] : []));
  });
});

function mostOf(moments: readonly number[], windowMs: number): number {
  let [most, begin] = [0, 0];
  for (let end = 0; end < moments.length; end += 1) {
    while ((moments[end] ?? 0) - (moments[begin] ?? 0) >= windowMs) begin += 1;
    most = Math.max(most, end + 1 - begin);
  }
  return most;
}

const boundsOf = onceFor((_flow: Flow) => new Map<number, number>());
const worstOf = onceFor((_flow: Flow) => new Map<number, readonly Leaving[]>());

function kept<Value>(known: Map<number, Value>, windowMs: number, make: () => Value): Value {
  const found = known.get(windowMs) ?? make();
  known.set(windowMs, found);
  return found;
}
