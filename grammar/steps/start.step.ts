import { defineStep } from './step.js';

export const start = defineStep({
  kind: 'start',
  summary: 'Start another campaign for the lead, handing over the event.',
  keys: {
    campaign: { type: 'name', default: 'the id', doc: 'The campaign, where it is not named like the step.' },
    when: { type: 'expression', doc: 'Else it is not started.' },
  },
});
