import type { Plan, WorkspacePlan } from '../../compiler/plan/ir.js';
import { winnerDueAt } from '../engine/choice/split-arm.js';
import type { SplitStanding } from '../engine/types.js';

/** The splits of one campaign in a simulation: nobody but this lead is there, so the arm of `else` wins. */
export interface SimulatedSplits {
  begin(step: string, at: number): void;
  /** How each stands at that moment; epoch ms. */
  at(now: number): Readonly<Record<string, SplitStanding>>;
}

export function createSimulatedSplits({ steps }: Plan, workspace: WorkspacePlan): SimulatedSplits {
  const began = new Map<string, number>();
  return {
    begin(step, at) {
      began.set(step, began.get(step) ?? at);
    },
    at: (now) =>
      Object.fromEntries(
        steps.flatMap((step) => {
          const beganAt = began.get(step.id);
          if (step.kind !== 'split' || step.best === undefined || beganAt === undefined) return [];
          const { best } = step;
          const isDue = winnerDueAt(best, { beganAt }, workspace) <= now;
          const winner = { arm: best.else, text: `The arm "${best.else}", where none is better.` };
          return [[step.id, { beganAt, ...(isDue ? { winner } : {}) }] as const];
        }),
      ),
  };
}
