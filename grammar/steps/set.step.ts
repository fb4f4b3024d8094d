import { defineStep } from './step.js';

export const set = defineStep({
  kind: 'set',
  summary: 'Set an attribute of the lead or of its account.',
  keys: {
    attribute: { type: 'attribute', required: true, doc: 'The attribute.', example: 'lead.offered_upgrade' },
    to: { type: 'expression', required: true, doc: 'Its new value.', example: 'true' },
    when: { type: 'expression', doc: 'Else nothing is set.' },
  },
});
