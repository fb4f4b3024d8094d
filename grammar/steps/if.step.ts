import { defineStep } from './step.js';

export const if_ = defineStep({
  kind: 'if',
  summary: 'Choose between two lists of steps.',
  keys: {
    when: { type: 'expression', required: true, doc: 'What decides.' },
    then: { type: 'steps', doc: 'Steps when it holds.' },
    else: { type: 'steps', doc: 'Steps when it does not hold, or is unknown.' },
  },
});
