import { defineStep } from './step.js';

/** The arm whose leads wait, and go on as the arm that won. */
export const winner = 'winner';

export const split = defineStep({
  kind: 'split',
  summary: 'Divide leads among several lists of steps, each lead always the same way.',
  keys: {
    arms: {
      type: 'arms',
      required: true,
      doc: 'The lists, with the share of each.',
      example: '{ short: { share: 50%, steps: [{ send: hello }] } }',
    },
    best: { type: 'best', doc: 'What the arm "winner" is chosen by, and when.' },
  },
});
