import type { StepKind } from '../ast/step.js';
import { branch } from './branch.step.js';
import { do_ } from './do.step.js';
import { end } from './end.step.js';
import { if_ } from './if.step.js';
import { repeat } from './repeat.step.js';
import { send } from './send.step.js';
import { set } from './set.step.js';
import { split } from './split.step.js';
import { start } from './start.step.js';
import { commonStepKeys, type StepDefinition } from './step.js';
import { task } from './task.step.js';
import { wait } from './wait.step.js';

export const allSteps = { send, wait, if: if_, branch, split, set, task, do: do_, start, repeat, end } as const satisfies {
  readonly [Kind in StepKind]: StepDefinition<Kind>;
};

export const stepKinds: readonly StepKind[] = [
  'send',
  'wait',
  'if',
  'branch',
  'split',
  'set',
  'task',
  'do',
  'start',
  'repeat',
  'end',
];

type Definitions = typeof allSteps;

/** The keys of each step with those that any step may carry. */
export type AllKeysOf<Kind extends StepKind> = Definitions[Kind]['keys'] & typeof commonStepKeys;

/** By kind, with the common keys; made once, for every step of every file goes through it. */
export const stepKeys: { readonly [Kind in StepKind]: AllKeysOf<Kind> } = {
  send: { ...send.keys, ...commonStepKeys },
  wait: { ...wait.keys, ...commonStepKeys },
  if: { ...if_.keys, ...commonStepKeys },
  branch: { ...branch.keys, ...commonStepKeys },
  split: { ...split.keys, ...commonStepKeys },
  set: { ...set.keys, ...commonStepKeys },
  task: { ...task.keys, ...commonStepKeys },
  do: { ...do_.keys, ...commonStepKeys },
  start: { ...start.keys, ...commonStepKeys },
  repeat: { ...repeat.keys, ...commonStepKeys },
  end: { ...end.keys, ...commonStepKeys },
};
