import type { CampaignAst, SendStepAst, StepAst } from '../../grammar/ast/campaign.js';
import { stepsOf } from '../names/steps-of.js';
import type { EmailPhrase } from '../steps/email-settings.js';
import { emailOf } from '../steps/email-settings.js';
import type { Visit } from './moments.js';
import { entryMoments, visits } from './moments.js';
import type { Path } from './paths.js';
import { pathsOf } from './paths.js';

/** What rules ask of the shape of a campaign. Times are ms from the entry. */
export interface Flow {
  readonly steps: readonly StepAst[];
  readonly sends: readonly Send[];
  readonly paths: readonly Path[];
  /** The earliest a lead can leave the step; undefined where none reaches it. */
  earliestMs(step: StepAst): number | undefined;
  /** Whether a lead can arrive after the step's moment. */
  canBeLate(step: StepAst): boolean;
}

export interface Send {
  readonly step: SendStepAst;
  readonly email: EmailPhrase;
}

export function flowOf(campaign: CampaignAst): Flow {
  const steps = stepsOf(campaign.steps);
  const paths = pathsOf(campaign.steps);
  const earliest = new Map<StepAst, number>();
  const late = new Set<StepAst>();
  for (const path of paths) {
    for (const enteredMs of momentsFor(steps)) {
      noteEarliest(visits(path, enteredMs, 'now'), enteredMs, earliest);
      noteLate(visits(path, enteredMs, 'far'), late);
    }
  }
  return {
    steps,
    sends: steps.flatMap((step) => (step.kind === 'send' ? [{ step, email: emailOf(step, campaign.email) }] : [])),
    paths,
    earliestMs: (step) => earliest.get(step),
    canBeLate: (step) => late.has(step),
  };
}

/** Where no step names a day or an hour, every entry goes alike. */
export function momentsFor(steps: readonly StepAst[]): readonly number[] {
  return steps.some(({ at }) => at !== undefined) ? entryMoments : [0];
}

function noteEarliest(path: readonly Visit[], enteredMs: number, earliest: Map<StepAst, number>): void {
  for (const { step, arrivedMs, dueMs } of path) {
    const leavesMs = Math.max(arrivedMs, dueMs) - enteredMs;
    earliest.set(step, Math.min(leavesMs, earliest.get(step) ?? Number.POSITIVE_INFINITY));
  }
}

function noteLate(path: readonly Visit[], late: Set<StepAst>): void {
  for (const { step, arrivedMs, dueMs } of path) if (dueMs < arrivedMs) late.add(step);
}
