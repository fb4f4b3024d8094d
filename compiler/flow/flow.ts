import type { CampaignAst, EmailAst } from '../../grammar/ast/campaign.js';
import type { RepeatStepAst, SendStepAst, StepAst } from '../../grammar/ast/step.js';
import type { Located } from '../../grammar/span.js';
import { stepsOf } from '../names/steps-of.js';
import type { EmailPhrase } from '../steps/email-settings.js';
import { emailOf } from '../steps/email-settings.js';
import type { Dates, Visit } from './moments.js';
import { entryMoments, journeyAlong } from './moments.js';
import type { Path } from './paths.js';
import { pathsOf } from './paths.js';

/** What rules ask of the shape of a campaign. Times are ms from the entry. */
export interface Flow {
  readonly steps: readonly StepAst[];
  readonly sends: readonly Send[];
  readonly paths: readonly Path[];
  /** The earliest a lead can leave the step; undefined where none reaches it. */
  earliestMs(step: StepAst): number | undefined;
  /** Whether a lead can leave the step so soon; where one does at the first entry that is tried, no other is. */
  leavesWithin(step: StepAst, ms: number): boolean;
  /** Whether a lead can arrive after the step's moment. */
  canBeLate(step: StepAst): boolean;
}

/** A step that sends: a message, or each round of a playlist. */
export interface Send {
  readonly step: SendStepAst | RepeatStepAst;
  readonly email: EmailPhrase;
  /** The step's own phrase. */
  readonly own?: EmailAst;
  /** Whether it goes to every lead who gets there; else a condition decides. */
  readonly certain: boolean;
  /** `email`, or a channel of the workspace. */
  readonly channel: string;
  /** What it can send; of a playlist all items. */
  readonly templates: readonly Located<string>[];
}

export function flowOf(campaign: CampaignAst): Flow {
  const steps = stepsOf(campaign.steps);
  const paths = pathsOf(campaign.steps);
  // Most campaigns are asked neither.
  const first = once(() => earliestOf(paths, [0]));
  const earliest = once(() => earliestOf(paths, momentsFor(steps)));
  const late = once(() => lateOf(paths));
  return {
    steps,
    sends: steps.flatMap((step) => sendOf(step, campaign)),
    paths,
    earliestMs: (step) => earliest().get(step),
    leavesWithin: (step, ms) => (first().get(step) ?? Infinity) <= ms || (earliest().get(step) ?? Infinity) <= ms,
    canBeLate: (step) => late().has(step),
  };
}

function sendOf(step: StepAst, campaign: CampaignAst): readonly Send[] {
  if (step.kind === 'send') {
    const certain = step.when === undefined;
    const channel = step.channel?.value ?? 'email';
    const own = step.email === undefined ? {} : { own: step.email };
    const templates = [step.template ?? step.id];
    return [{ step, email: emailOf(step, campaign.email), ...own, certain, channel, templates }];
  }
  if (step.kind !== 'repeat' || step.play === undefined) return [];
  const { play } = step;
  const items = campaign.playlists.find(({ name }) => name.value === play.value)?.items ?? [];
  const certain = items.some(({ when }) => when === undefined);
  const templates = items.map(({ template }) => template);
  return [{ step, email: emailOf({}, campaign.email), certain, channel: 'email', templates }];
}

/** Where no step names a day or an hour, every entry goes alike. */
export function momentsFor(steps: readonly StepAst[]): readonly number[] {
  return steps.some(({ at }) => at !== undefined) ? entryMoments : [0];
}

function earliestOf(paths: readonly Path[], entries: readonly number[]): ReadonlyMap<StepAst, number> {
  const earliest = new Map<StepAst, number>();
  walk(paths, entries, 'now', (step, arrivedMs, dueMs, enteredMs) => {
    const leavesMs = Math.max(arrivedMs, dueMs) - enteredMs;
    if (leavesMs < (earliest.get(step) ?? Number.POSITIVE_INFINITY)) earliest.set(step, leavesMs);
  });
  return earliest;
}

function lateOf(paths: readonly Path[]): ReadonlySet<StepAst> {
  const late = new Set<StepAst>();
  walk(distinct(paths.map(upToLastDay)), entryMoments, 'far', (step, arrivedMs, dueMs) => {
    if (dueMs < arrivedMs) late.add(step);
  });
  return late;
}

/** Only a day counted from the entry can be past: all other moments are counted from where the lead stands. */
function upToLastDay(path: Path): Path {
  return path.slice(0, path.findLastIndex(({ step }) => step.at?.anchor.kind === 'day') + 1);
}

/** Ways that part later have their first legs in common, the very same ones. */
function distinct(paths: readonly Path[]): readonly Path[] {
  const found: Path[] = [];
  for (const path of paths) {
    const known = found.some((other) => other.length === path.length && other.every((leg, index) => leg === path[index]));
    if (!known) found.push(path);
  }
  return found;
}

function walk(paths: readonly Path[], entries: readonly number[], dates: Dates, visit: Visit): void {
  for (const path of paths) {
    const journey = journeyAlong(path, dates);
    for (const enteredMs of entries) journey(enteredMs, visit);
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
