import { defineStep } from './step.js';

export const do_ = defineStep({
  kind: 'do',
  summary: 'Run an action that engineers added.',
  keys: {
    action: { type: 'name', default: 'the id', doc: 'The action, where it is not named like the step.' },
    with: { type: 'value-tree', doc: 'What it is given; a text that begins with "= " is an expression.' },
    timeout: { type: 'duration', doc: 'How long it may take.', example: '30s' },
    failed: { type: 'onward', default: 'continue', doc: 'What happens when it fails.' },
    when: { type: 'expression', doc: 'Else nothing is done.' },
  },
});
