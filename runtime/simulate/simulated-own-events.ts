import type { WorkspacePlan } from '../../compiler/plan/ir.js';
import { isReopened, reopenedEvent } from '../engine/reopened.js';
import { stageAttribute, stageEvent } from '../engine/stage.js';
import type { Facts, PastEvent } from '../engine/types.js';

type Lead = Facts['lead'];

/** What the product itself would say of a simulated lead: that it came to another stage, or came back. */
export interface SimulatedOwnEvents {
  /** Takes down what an event did to the score; answers the event of a lead that comes back. */
  scored(event: PastEvent, before: Lead, after: Lead, past: readonly PastEvent[]): PastEvent | undefined;
  staged(at: number, before: Lead, after: Lead, seq: number): PastEvent | undefined;
}

export function createSimulatedOwnEvents({ scoring }: WorkspacePlan): SimulatedOwnEvents {
  let scoredAt: number | undefined;
  let readyAt = Number.NEGATIVE_INFINITY;
  return {
    scored({ at, seq }, before, after, past) {
      if (scoring === undefined) return undefined;
      const { fit, pain } = after.score;
      const total = fit + pain;
      const wasReady = before.score.fit + before.score.pain >= scoring.ready;
      const act = { at, before: scoredAt, readySince: wasReady ? readyAt : null };
      if (!wasReady && total >= scoring.ready) readyAt = at;
      if (pain <= before.score.pain) return undefined;
      scoredAt = at;
      if (!isReopened(act, past)) return undefined;
      return { seq: behind(seq), name: reopenedEvent, at, properties: { fit, pain, total } };
    },
    staged(at, before, after, seq) {
      const [was, is] = [before.attributes[stageAttribute], after.attributes[stageAttribute]];
      if (was === is) return undefined;
      const properties = { ...(was === undefined ? {} : { old: was }), ...(is === undefined ? {} : { new: is }) };
      return { seq: behind(seq), name: stageEvent, at, properties };
    },
  };
}

/** What follows from an event comes right behind it, before what came later. */
function behind(seq: number): number {
  return seq + 0.25;
}
