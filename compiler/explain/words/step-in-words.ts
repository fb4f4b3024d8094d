import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import type { ExprAst } from '../../../grammar/ast/expression.js';
import type { AssignAst, NamedStepsAst, StepAst, StepKind } from '../../../grammar/ast/step.js';
import type { ValueTree } from '../../../grammar/ast/value-tree.js';
import { winner } from '../../../grammar/steps/split.step.js';
import { lateOutcome } from '../../names/steps-of.js';
import { unreachable } from '../../plan/ir.js';
import type { Around } from '../around.js';
import { happened } from './event-in-words.js';
import { conditionInWords, valueInWords } from './expression-in-words.js';
import type { Item } from '../explanation.js';
import { differenceInWords, unsureInWords, variantsInWords } from './mail-in-words.js';
import { capitalised, lengthInWords, listed, percent, timesInWords } from './numbers-in-words.js';
import { lateInWords, stepTime } from './step-time.js';

/** What a step does, behind its time: "send the mail …"; sentences of its own, and its branches. */
interface StepWords {
  readonly does: string;
  readonly more?: readonly string[];
  readonly below?: readonly Item[];
}

export interface StepContext {
  readonly campaign: CampaignAst;
  readonly around: Around;
  /** Numbers run through the whole campaign, branches and all. */
  readonly numberOf: (step: StepAst) => number;
}

type Step<K extends StepKind> = Extract<StepAst, { readonly kind: K }>;
type Words = { readonly [K in StepKind]: (step: Step<K>, context: StepContext) => StepWords };

/** The steps of one list in their order, each with what hangs on it. */
export function stepsInWords(steps: readonly StepAst[], context: StepContext): readonly Item[] {
  return steps.map((step) => {
    const { does, more = [], below } = wordsOf(step, context);
    const time = stepTime(step, context.around) ?? 'at once';
    const sentences = [
      `${capitalised(time)}, ${does}.`,
      ...(step.late === undefined ? [] : [lateInWords(step.late.value)]),
      ...more,
      ...(step.was === undefined ? [] : [`Before, this step was called "${step.was.value}".`]),
      ...(step.note === undefined ? [] : [`Note: ${step.note.value}`]),
    ];
    const item = { mark: context.numberOf(step), name: step.id.value, text: sentences.join(' ') };
    return below === undefined ? item : { ...item, below };
  });
}

const words: Words = {
  send: (step, context) => {
    const { id, template, channel, when, variants, unsure } = step;
    const what = channel === undefined || channel.value === 'email' ? 'mail' : `${channel.value} message`;
    return {
      does: `send the ${what} "${(template ?? id).value}"${differenceInWords(step, context.campaign, context.around)}${onlyIf(when, context, 'it is skipped')}`,
      more: [
        ...(variants === undefined ? [] : [variantsInWords(variants, context.around)]),
        ...(unsure === undefined ? [] : [`When a crash leaves it unknown whether it left, ${unsureInWords(unsure.value)}.`]),
      ],
    };
  },
  wait: (step, context) => {
    const limit = step.atMost === undefined ? '' : `, for at most ${lengthInWords(step.atMost.value)}`;
    if (step.for === undefined) return { does: `go on${limit === '' ? '' : `${limit} later`}` };
    const inAnyCase = (step.then ?? []).length + (step.else ?? []).length === 0;
    const missed = step.atMost === undefined && step.else === undefined ? [] : branch('If that does not happen in time', step.else, context);
    const after = step.atMost === undefined ? 'There is no limit to the wait.' : inAnyCase ? 'The lead goes on in either case.' : '';
    return {
      does: `wait until ${awaited(step.for, context.around)}${limit}`,
      more: after === '' ? [] : [after],
      ...(inAnyCase ? {} : { below: [...branch('When that happens', step.then, context), ...missed] }),
    };
  },
  if: (step, context) => ({
    does: `see whether ${condition(step.when, context)}`,
    below: [...branch('If so', step.then, context), ...branch('If not, or if it is not known', step.else, context)],
  }),
  branch: (step, context) => ({
    does: `go by ${step.on === undefined ? 'a value that is not written' : valueInWords(step.on, context.around)}`,
    below: [
      ...step.cases.flatMap(({ name, steps }) => branch(`If it is "${name.value}"`, steps, context)),
      ...branch('If it is anything else, or not known', step.else, context),
    ],
  }),
  split: (step, context) => {
    const { best } = step;
    const measure =
      best === undefined
        ? []
        : [
            `After ${lengthInWords(best.after.value)} that arm wins in which it holds most often that ${conditionInWords(best.measure, context.around)}; when none is better, "${best.else.value}".`,
          ];
    return {
      does: 'divide the leads by lot, each lead always the same way',
      more: measure,
      below: step.arms.flatMap(({ name, share, steps }) => {
        if (name.value === winner) return branch('The others wait and go the way of the arm that won', steps, context);
        const part = share === undefined ? 'A share that is not written' : percent(share.value);
        return branch(`${part} of them, the arm "${name.value}"`, steps, context);
      }),
    };
  },
  set: ({ attribute, to, when }, context) => ({
    does: `set ${value(attribute, context)} to ${value(to, context)}${onlyIf(when, context, 'nothing is set')}`,
  }),
  task: (step, context) => {
    const { id, team, due, title, when, assign, outcomes } = step;
    const who = team === undefined ? 'a team that is not named' : `the team "${team.value}"`;
    const time = due === undefined ? '48 hours' : lengthInWords(due.value);
    return {
      does: `give ${who} the task "${(title ?? id).value}", due within ${time}${onlyIf(when, context, 'there is no task')}`,
      more: [
        ...(assign.length === 0 ? [] : [`It goes ${assignInWords(assign, context)}.`]),
        outcomes.length === 0 ? 'The lead goes on without waiting for it.' : 'The lead waits for the answer.',
      ],
      below: outcomesInWords(outcomes, context),
    };
  },
  do: (step, context) => {
    const { id, action, timeout, failed, when } = step;
    const given = step.with === undefined ? '' : ` with ${treeInWords(step.with, context)}`;
    const limit = timeout === undefined ? '' : ` It may take ${lengthInWords(timeout.value)}.`;
    const then = failed?.value === 'end' ? 'the campaign ends for the lead' : 'the lead goes on all the same';
    return {
      does: `run the action "${(action ?? id).value}"${given}${onlyIf(when, context, 'it is not run')}`,
      more: [`When it fails, ${then}.${limit}`],
    };
  },
  start: ({ id, campaign, when }, context) => ({
    does: `start the campaign "${(campaign ?? id).value}" for the lead and hand over the event${onlyIf(when, context, 'it is not started')}`,
  }),
  repeat: (step, context) => {
    const { every, until, times, play, noneLeft } = step;
    const rhythm = every === undefined ? 'again and again' : `every ${lengthInWords(every.value).replace(/^one /, '')}`;
    const limits = [
      ...(times === undefined ? [] : [`at most ${timesInWords(times.value)}`]),
      ...(until === undefined ? [] : [`until ${conditionInWords(until, context.around)}`]),
    ].join(', ');
    const tail = limits === '' ? '' : `, ${limits}`;
    if (play === undefined) return { does: `do this ${rhythm}${tail}`, below: branch('Each time', step.steps, context) };
    const after = noneLeft?.value === 'end' ? 'the campaign ends for the lead' : 'the lead goes on';
    return {
      does: `send the next message of the playlist "${play.value}" ${rhythm}${tail}`,
      more: [`Each time it is the first that fits and that the lead has not had; when none is left, ${after}.`],
    };
  },
  end: () => ({ does: 'end the campaign for the lead' }),
};

function wordsOf<K extends StepKind>(step: Step<K> & { readonly kind: K }, context: StepContext): StepWords {
  const inWords: Words[K] = words[step.kind];
  return inWords(step, context);
}

/** An event is waited for by its name alone. */
export function awaited(condition: ExprAst, around: Around): string {
  if (condition.kind === 'word') return happened(condition.value, around, 'holds', 'since entering');
  return conditionInWords(condition, around);
}

function branch(lead: string, steps: readonly StepAst[] | undefined, context: StepContext): readonly Item[] {
  if (steps === undefined || steps.length === 0) return [{ mark: 'dash', text: `${lead}: go on.` }];
  return [{ mark: 'dash', text: `${lead}:`, below: stepsInWords(steps, context) }];
}

function outcomesInWords(outcomes: readonly NamedStepsAst[], context: StepContext): readonly Item[] {
  if (outcomes.length === 0) return [];
  const unsaid = outcomes.some(({ name }) => name.value === lateOutcome) ? [] : branch('If no answer comes in time', [], context);
  const said = outcomes.flatMap(({ name, steps }) =>
    branch(name.value === lateOutcome ? 'If no answer comes in time' : `If the answer is "${name.value}"`, steps, context),
  );
  return [...said, ...unsaid];
}

const byWords = { rotation: 'in turn', random: 'by lot', owner: 'to whoever owns the lead' } as const;

function assignInWords(assign: readonly AssignAst[], context: StepContext): string {
  const parts = assign.map(({ to, when, by }) => {
    const how = by === undefined ? '' : `, ${byWords[by.value]}`;
    return `to "${to.value}"${how}${when === undefined ? '' : ` if ${conditionInWords(when, context.around)}`}`;
  });
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join('; ')}; otherwise ${parts.at(-1) ?? ''}`;
}

function treeInWords(tree: ValueTree, context: StepContext): string {
  switch (tree.kind) {
    case 'value':
      return typeof tree.value === 'string' ? `"${tree.value}"` : String(tree.value);
    case 'expression':
      return valueInWords(tree.expression, context.around);
    case 'list':
      return `(${tree.items.map((item) => treeInWords(item, context)).join(', ')})`;
    case 'mapping':
      return listed(
        tree.entries.map(({ key, value: of }) => {
          const inner = treeInWords(of, context);
          return `${key.value}: ${of.kind === 'mapping' ? `(${inner})` : inner}`;
        }),
        'and',
      );
    default:
      return unreachable(tree);
  }
}

function onlyIf(when: ExprAst | undefined, context: StepContext, otherwise: string): string {
  return when === undefined ? '' : `, but only if ${conditionInWords(when, context.around)}; else ${otherwise}`;
}

function condition(when: ExprAst | undefined, context: StepContext): string {
  return when === undefined ? 'a condition holds that is not written' : conditionInWords(when, context.around);
}

function value(expression: ExprAst | undefined, context: StepContext): string {
  return expression === undefined ? 'something that is not written' : valueInWords(expression, context.around);
}
