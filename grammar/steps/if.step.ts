import { defineStep } from './step.js';

export const if_ = defineStep({
  kind: 'if',
  summary: 'Choose between two lists of steps.',
  keys: {
    when: { type: 'expression', required: true, doc: 'What decides.' },
    then: { type: 'list', doc: 'Steps when it holds.', example: '- send: …' },
    else: { type: 'list', doc: 'Steps when it does not hold, or is unknown.', example: '- send: …' },
  },
});
