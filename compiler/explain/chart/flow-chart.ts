import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import type { EntryAst } from '../../../grammar/ast/entry.js';
import type { StepAst, StepKind } from '../../../grammar/ast/step.js';
import { winner } from '../../../grammar/steps/split.step.js';
import { branchesOf, lateOutcome } from '../../names/steps-of.js';
import { unreachable } from '../../plan/ir.js';
import type { Around } from '../around.js';
import { leaveInWords, wayInWords } from '../words/entry-in-words.js';
import { happened } from '../words/event-in-words.js';
import { conditionInWords, valueInWords } from '../words/expression-in-words.js';
import { capitalised, lengthInWords, percent, timesInWords } from '../words/numbers-in-words.js';
import { stepTime } from '../words/step-time.js';
import { awaited } from '../words/step-in-words.js';

export type BoxKind = StepKind | 'enter' | 'finish';

export interface Box {
  /** Unique in its chart. */
  readonly key: string;
  readonly kind: BoxKind;
  /** What stands out: the step's verb and id. */
  readonly name: string;
  /** When, and what is decided; each its own paragraph. */
  readonly words: readonly string[];
}

/** A way out of a box into a list of pieces, and the word that stands on it. */
export interface Way {
  readonly label: string;
  readonly pieces: readonly Piece[];
}

/**
 * One thing below another. Ways that do not end meet again at the next piece; from a loop's last
 * piece it goes back to its box.
 */
export type Piece =
  | { readonly kind: 'box'; readonly box: Box }
  | { readonly kind: 'fork'; readonly box: Box; readonly ways: readonly Way[] }
  | { readonly kind: 'loop'; readonly box: Box; readonly body: Way; readonly onward: string };

export interface FlowChart {
  readonly campaign: string;
  readonly title: string;
  readonly enter: readonly Box[];
  readonly pieces: readonly Piece[];
  readonly finish: Box;
  /** What ends the campaign at any moment, the goal first. */
  readonly atAnyMoment: readonly string[];
}

/** The way of a lead through a campaign, for drawing. */
export function flowChartOf(campaign: CampaignAst, around: Around): FlowChart {
  const { name, title, enter, leave, goal, steps } = campaign;
  const aim =
    goal === undefined
      ? []
      : [`Goal: ${happened(goal.event.value, around, 'holds', `within ${lengthInWords(goal.within.value)} of entering`)}${goal.where === undefined ? '' : `, and ${conditionInWords(goal.where, around)}`}`];
  return {
    campaign: name.value,
    title: title?.value ?? name.value,
    enter: enterBoxes(enter, around),
    pieces: piecesOf(steps, around),
    finish: { key: 'finish', kind: 'finish', name: 'The campaign is over', words: [] },
    atAnyMoment: [...aim, ...leave.map((one) => capitalised(leaveInWords(one, around)))],
  };
}

/** Whether anything can follow these pieces. */
export function goesOn(pieces: readonly Piece[]): boolean {
  return pieces.every((piece) => {
    switch (piece.kind) {
      case 'box':
        return piece.box.kind !== 'end';
      case 'fork':
        return piece.ways.some((way) => goesOn(way.pieces));
      case 'loop':
        return true;
      default:
        return unreachable(piece);
    }
  });
}

/** More would make the picture so wide that nothing in it can be read. */
const mostEnterBoxes = 3;

function enterBoxes(enter: readonly EntryAst[], around: Around): readonly Box[] {
  const boxes = enter.map((entry, index) => enterBox(entry, index, around));
  if (boxes.length <= mostEnterBoxes) return boxes;
  return [{ key: 'enter', kind: 'enter', name: 'Enter in one of these ways', words: boxes.map(({ words }) => `• ${words.join(', ')}`) }];
}

function enterBox(entry: EntryAst, index: number, around: Around): Box {
  const where = entry.where === undefined ? [] : [`only if ${conditionInWords(entry.where, around)}`];
  const to = 'to' in entry && entry.to !== undefined ? [`the segment "${entry.to.segment.value}"`] : [];
  return { key: `enter-${index + 1}`, kind: 'enter', name: 'Enter', words: [wayInWords(entry, around), ...to, ...where] };
}

function piecesOf(steps: readonly StepAst[], around: Around): readonly Piece[] {
  return steps.map((step) => pieceOf(step, around));
}

function pieceOf(step: StepAst, around: Around): Piece {
  const time = stepTime(step, around);
  const box: Box = {
    key: `step-${step.id.value}`,
    kind: step.kind,
    name: `${step.kind} ${step.id.value}`,
    words: [...(time === undefined ? [] : [time]), ...decides(step, around)],
  };
  if (step.kind === 'repeat' && step.steps !== undefined) {
    return { kind: 'loop', box, body: { label: 'each time', pieces: piecesOf(step.steps, around) }, onward: 'then' };
  }
  const ways = waysOf(step, around);
  // Ways that all lead straight on are none.
  return ways.some(({ pieces }) => pieces.length > 0) ? { kind: 'fork', box, ways } : { kind: 'box', box };
}

/** What a box says besides its time. */
function decides(step: StepAst, around: Around): readonly string[] {
  switch (step.kind) {
    case 'send':
    case 'start':
    case 'do':
      return step.when === undefined ? [] : [`only if ${conditionInWords(step.when, around)}`];
    case 'set':
      return [
        `${step.attribute === undefined ? '' : valueInWords(step.attribute, around)}: ${step.to === undefined ? '' : valueInWords(step.to, around)}`,
        ...(step.when === undefined ? [] : [`only if ${conditionInWords(step.when, around)}`]),
      ];
    case 'task':
      return [
        ...(step.title === undefined ? [] : [step.title.value]),
        ...(step.team === undefined ? [] : [`team ${step.team.value}, within ${step.due === undefined ? '48 hours' : lengthInWords(step.due.value)}`]),
        ...(step.when === undefined ? [] : [`only if ${conditionInWords(step.when, around)}`]),
      ];
    case 'wait':
      return [
        ...(step.for === undefined ? [] : [`until ${awaited(step.for, around)}`]),
        ...(step.atMost === undefined ? [] : [`for at most ${lengthInWords(step.atMost.value)}`]),
      ];
    case 'if':
      return step.when === undefined ? [] : [conditionInWords(step.when, around)];
    case 'branch':
      return step.on === undefined ? [] : [valueInWords(step.on, around)];
    case 'split':
      return step.best === undefined ? ['by lot'] : [`by lot; the best is known after ${lengthInWords(step.best.after.value)}`];
    case 'repeat':
      return [
        ...(step.every === undefined ? [] : [`every ${lengthInWords(step.every.value).replace(/^one /, '')}`]),
        ...(step.times === undefined ? [] : [`at most ${timesInWords(step.times.value)}`]),
        ...(step.until === undefined ? [] : [`until ${conditionInWords(step.until, around)}`]),
        ...(step.play === undefined ? [] : [`the next of the playlist "${step.play.value}"`]),
      ];
    case 'end':
      return [];
    default:
      return unreachable(step);
  }
}

/** Every way there is, those that lead straight on as well. */
function waysOf(step: StepAst, around: Around): readonly Way[] {
  const written = branchesOf(step);
  const way = (label: string, name: string): Way => ({ label, pieces: piecesOf(written.find((branch) => branch.name === name)?.steps ?? [], around) });
  switch (step.kind) {
    case 'if':
      return [way('yes', 'then'), way('no', 'else')];
    case 'wait': {
      if (step.for === undefined) return [];
      return step.atMost === undefined && step.else === undefined ? [way('then', 'then')] : [way('in time', 'then'), way('not in time', 'else')];
    }
    case 'branch':
      return [...step.cases.map(({ name, steps }) => ({ label: name.value, pieces: piecesOf(steps, around) })), { label: 'anything else', pieces: piecesOf(step.else ?? [], around) }];
    case 'split':
      return step.arms.map(({ name, share, steps }) => ({
        label: name.value === winner ? 'the others: as the arm that won' : `${share === undefined ? '' : `${percent(share.value)} `}${name.value}`,
        pieces: piecesOf(steps, around),
      }));
    case 'task': {
      if (step.outcomes.length === 0) return [];
      const late = step.outcomes.some(({ name }) => name.value === lateOutcome) ? [] : [{ label: 'no answer in time', pieces: [] }];
      return [
        ...step.outcomes.map(({ name, steps }) => ({
          label: name.value === lateOutcome ? 'no answer in time' : name.value,
          pieces: piecesOf(steps, around),
        })),
        ...late,
      ];
    }
    case 'send':
    case 'set':
    case 'do':
    case 'start':
    case 'repeat':
    case 'end':
      return [];
    default:
      return unreachable(step);
  }
}
