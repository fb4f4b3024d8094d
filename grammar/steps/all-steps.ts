import type { StepKind } from '../ast/campaign.js';
import { end } from './end.step.js';
import { if_ } from './if.step.js';
import { send } from './send.step.js';
import { set } from './set.step.js';
import type { StepDefinition } from './step.js';
import { task } from './task.step.js';
import { wait } from './wait.step.js';

export const allSteps = { send, wait, if: if_, set, task, end } as const satisfies {
  readonly [Kind in StepKind]: StepDefinition<Kind>;
};

export const stepKinds: readonly StepKind[] = ['send', 'wait', 'if', 'set', 'task', 'end'];
