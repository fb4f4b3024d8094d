import { isReopened, judgedEvent, reopenedEvent } from '../../../engine/reopened.js';
import type { LoadedRelease } from '../../../store/releases.js';
import type { Affairs, InboxEvent } from '../../affairs.js';
import type { PlanNeeds } from '../../facts/plan-needs.js';
import { isHeard } from './hears.js';
import type { OwnEvent } from './own-events.js';

/** When the lead last did something that gave points, where anybody asks whether it comes back; epoch ms. */
export function lastScoredAt(affairs: Affairs): number | undefined {
  const { painPoints } = affairs;
  if (painPoints.size === 0 || !isHeard(affairs, reopenedEvent)) return undefined;
  const moments = [...painPoints.values()].flatMap((days) => days.flatMap(({ latest }) => latest ?? []));
  return moments.length === 0 ? undefined : Math.max(...moments);
}

/**
 * Tells that the lead is active again, where the event has given points; see `isReopened`.
 * `readySince` and `scoredBefore` are as they were before it.
 */
export function tellReopened(
  affairs: Affairs,
  event: InboxEvent,
  { readySince, scoredBefore }: { readonly readySince: number | null; readonly scoredBefore: number | undefined },
): readonly OwnEvent[] {
  const { changes, lead, events } = affairs;
  const scored = changes.ledger.some(({ part, points, eventSeq }) => part === 'pain' && points > 0 && eventSeq === event.seq);
  if (!scored || !isHeard(affairs, reopenedEvent)) return [];
  if (!isReopened({ at: event.at, before: scoredBefore, readySince }, events)) return [];
  const { fit, pain } = lead;
  const properties = { fit, pain, total: fit + pain };
  return [{ kind: 'track', name: reopenedEvent, messageId: `${reopenedEvent}:${lead.id}:${event.seq}`, at: event.at, properties }];
}

/** What else has to be read of a lead's past for it. */
export function withJudgements(needs: PlanNeeds, around: Parameters<typeof isHeard>[0] & { readonly release: LoadedRelease }): PlanNeeds {
  if (around.release.workspace.scoring === undefined || needs.events.includes(judgedEvent)) return needs;
  return isHeard(around, reopenedEvent) ? { ...needs, events: [...needs.events, judgedEvent] } : needs;
}
