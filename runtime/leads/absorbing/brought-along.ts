import type { Affairs, InboxEvent } from '../affairs.js';
import type { OwnEvent } from './own-events/own-events.js';
import { workInDue } from './watching.js';

/**
 * Works in one event. What was brought along from another system moves those who are inside and sets
 * what the ways in know of the lead, and nobody comes in by it: what holds from now on held before.
 */
export function quietly(
  affairs: Affairs,
  event: InboxEvent,
  workIn: (affairs: Affairs, event: InboxEvent) => readonly OwnEvent[],
): readonly OwnEvent[] {
  if (event.quiet !== true) return workIn(affairs, event);
  const { watching } = affairs;
  const before = watching.isNew ? [] : watching.rows;
  watching.quiet = true;
  try {
    const said = workIn(affairs, event);
    // A date that was past before it was brought along has been the other system's.
    for (const row of watching.rows) {
      if (row.dueAt !== null && row.dueAt <= event.at && !before.includes(row)) workInDue(affairs, row);
    }
    return said;
  } finally {
    watching.quiet = false;
  }
}
