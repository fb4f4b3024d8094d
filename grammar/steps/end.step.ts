import { defineStep } from './step.js';

export const end = defineStep({
  kind: 'end',
  summary: 'End the campaign for the lead.',
  keys: {},
});
