import { defineStep } from './step.js';

export const wait = defineStep({
  kind: 'wait',
  summary: 'Wait for an event or a condition, with a limit.',
  keys: {
    for: {
      type: 'expression',
      doc: 'An event since entry, or a condition; already so: no wait.',
      example: 'project_created',
    },
    at_most: { type: 'duration', doc: 'How long to wait at most.' },
    then: { type: 'steps', doc: 'Steps for leads for whom it came true.' },
    else: { type: 'steps', doc: 'Steps for leads for whom it did not in time.' },
  },
});
