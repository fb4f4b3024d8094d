import { defineStep } from './step.js';

export const branch = defineStep({
  kind: 'branch',
  summary: 'Choose a list of steps by the value of an enum.',
  keys: {
    on: { type: 'expression', required: true, doc: 'The attribute or property.', example: 'lead.plan' },
    cases: { type: 'case-steps', required: true, doc: 'Steps by value.', example: '{ trial: [{ send: hello }] }' },
    else: { type: 'steps', doc: 'Steps for any other value, or none.' },
  },
});
