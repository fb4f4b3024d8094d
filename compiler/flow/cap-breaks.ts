import type { CapAst } from '../../grammar/ast/workspace.js';
import { rollingMs } from '../../grammar/duration.js';
import type { Span } from '../../grammar/span.js';
import type { Flow, Send } from './flow.js';
import { momentsFor } from './flow.js';
import { visits } from './moments.js';

export interface CapBreak {
  readonly at: Span;
  readonly step: string;
  readonly count: number;
  readonly sends: number;
  readonly windowMs: number;
  /** The messages in one window, in order. */
  readonly steps: readonly string[];
}

interface Moment {
  readonly send: Send;
  readonly ms: number;
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
  const itineraries = itinerariesOf(flow, marketing);
  const breaks = caps.flatMap((cap) => firstBreak(itineraries, cap));
  // Two caps broken by one message are one mistake.
  return breaks.filter((found, index) => breaks.findIndex(({ step }) => step === found.step) === index);
}

function itinerariesOf(flow: Flow, sends: readonly Send[]): readonly (readonly Moment[])[] {
  const byStep = new Map(sends.map((send) => [send.step.id.value, send]));
  return flow.paths.flatMap((path) =>
    momentsFor(flow.steps).map((enteredMs) =>
      visits(path, enteredMs, 'far').flatMap(({ step, arrivedMs, dueMs }) => {
        const send = byStep.get(step.id.value);
        return send === undefined ? [] : [{ send, ms: Math.max(arrivedMs, dueMs) }];
      }),
    ),
  );
}

/** Rolling: a message exactly one window after another is not in its window. */
function firstBreak(itineraries: readonly (readonly Moment[])[], cap: CapAst): readonly CapBreak[] {
  const windowMs = rollingMs(cap.window.value);
  const count = cap.count.value;
  for (const moments of itineraries) {
    for (const [index, last] of moments.entries()) {
      const inWindow = moments.slice(0, index + 1).filter(({ ms }) => ms > last.ms - windowMs);
      if (inWindow.length <= count) continue;
      const step = last.send.step.id;
      const steps = inWindow.map(({ send }) => send.step.id.value);
      return [{ at: step.span, step: step.value, count, sends: inWindow.length, windowMs, steps }];
    }
  }
  return [];
}
