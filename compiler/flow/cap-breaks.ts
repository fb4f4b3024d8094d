import type { StepAst } from '../../grammar/ast/step.js';
import type { CapAst } from '../../grammar/ast/workspace.js';
import { rollingMs } from '../../grammar/duration.js';
import type { Span } from '../../grammar/span.js';
import type { Flow, Send } from './flow.js';
import { momentsFor } from './flow.js';
import { journeyAlong, nearestMoments } from './moments.js';
import type { Leg } from './paths.js';

export interface CapBreak {
  readonly at: Span;
  readonly step: string;
  readonly count: number;
  readonly sends: number;
  readonly windowMs: number;
  /** The messages in one window, in order. */
  readonly steps: readonly string[];
}

/**
 * Caps that these messages break without any other campaign: the first break of each cap.
 *
 * Dates of the lead count as far away, since only the lead's data says where they fall; the
 * runtime's caps see to them.
 */
export function capBreaks(flow: Flow, sends: readonly Send[], caps: readonly CapAst[]): readonly CapBreak[] {
  const marketing = sends.filter(({ email }) => email.class === 'marketing');
  if (caps.every(({ count }) => marketing.length <= count.value)) return [];
  const breaks = firstBreaks(flow, marketing, caps);
  // Two caps broken by one message are one mistake.
  return breaks.filter((found, index) => breaks.findIndex(({ step }) => step === found.step) === index);
}

/** In the order of the caps. */
function firstBreaks(flow: Flow, marketing: readonly Send[], caps: readonly CapAst[]): readonly CapBreak[] {
  const byStep = new Map<StepAst, Send>(marketing.map((send) => [send.step, send]));
  const sends = (leg: Leg | undefined): boolean => leg !== undefined && byStep.has(leg.step);
  const found = new Map<CapAst, CapBreak>();
  for (const path of flow.paths) {
    const sent = path.flatMap(({ step }) => byStep.get(step) ?? []);
    const nearest = nearestMoments(path).filter((_, index) => sends(path[index]));
    const open = caps.filter((cap) => !found.has(cap) && breaking(nearest, cap) !== -1);
    if (open.length === 0) continue;
    const journey = journeyAlong(path, 'far');
    for (const enteredMs of momentsFor(flow.steps)) {
      const moments: number[] = [];
      journey(enteredMs, (step, arrivedMs, dueMs) => {
        if (byStep.has(step)) moments.push(Math.max(arrivedMs, dueMs));
      });
      for (const cap of open) {
        const broken = found.has(cap) ? undefined : firstBreak(sent, moments, cap);
        if (broken !== undefined) found.set(cap, broken);
      }
    }
  }
  return caps.flatMap((cap) => found.get(cap) ?? []);
}

/** The first that is one too many, or -1. Rolling: a message exactly one window after another is not in its window. */
function breaking(moments: readonly number[], { count: { value: count }, window }: CapAst): number {
  const windowMs = rollingMs(window.value);
  return moments.findIndex((ms, index) => index >= count && (moments[index - count] ?? 0) > ms - windowMs);
}

/** Moments never fall. */
function firstBreak(sent: readonly Send[], moments: readonly number[], cap: CapAst): CapBreak | undefined {
  const windowMs = rollingMs(cap.window.value);
  const count = cap.count.value;
  const last = breaking(moments, cap);
  const step = sent[last]?.step.id;
  if (step === undefined) return undefined;
  const from = (moments[last] ?? 0) - windowMs;
  const steps = sent.flatMap((send, index) => (index <= last && (moments[index] ?? 0) > from ? [send.step.id.value] : []));
  return { at: step.span, step: step.value, count, sends: steps.length, windowMs, steps };
}
