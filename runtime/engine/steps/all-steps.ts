import type { Step } from '../../../compiler/plan/ir.js';
import { withheld } from '../choice/holdout.js';
import { takeBranch } from './branch.step.js';
import { takeDo } from './do.step.js';
import { takeEnd } from './end.step.js';
import { takeIf } from './if.step.js';
import type { Look, Move } from './move.js';
import { takeRepeat } from './repeat.step.js';
import { takeSend } from './send.step.js';
import { takeSet } from './set.step.js';
import { takeSplit } from './split.step.js';
import { takeStart } from './start.step.js';
import { takeTask } from './task.step.js';
import { takeWait } from './wait.step.js';

type Take = { readonly [Kind in Step['kind']]: (look: Look<Extract<Step, { kind: Kind }>>) => Move };

/** One line a step kind: what happens when a lead's moment on it has come. */
const allSteps: Take = {
  send: takeSend,
  wait: takeWait,
  if: takeIf,
  branch: takeBranch,
  split: takeSplit,
  set: takeSet,
  task: takeTask,
  do: takeDo,
  start: takeStart,
  repeat: takeRepeat,
  end: takeEnd,
};

/** Takes the step the look is at. */
export function takeStep(look: Look): Move {
  return withheld(look) ?? take(look);
}

function take(look: Look): Move {
  const { step } = look;
  switch (step.kind) {
    case 'send':
      return allSteps.send({ ...look, step });
    case 'wait':
      return allSteps.wait({ ...look, step });
    case 'if':
      return allSteps.if({ ...look, step });
    case 'branch':
      return allSteps.branch({ ...look, step });
    case 'split':
      return allSteps.split({ ...look, step });
    case 'do':
      return allSteps.do({ ...look, step });
    case 'start':
      return allSteps.start({ ...look, step });
    case 'repeat':
      return allSteps.repeat({ ...look, step });
    case 'set':
      return allSteps.set({ ...look, step });
    case 'task':
      return allSteps.task({ ...look, step });
    case 'end':
      return allSteps.end({ ...look, step });
  }
}
