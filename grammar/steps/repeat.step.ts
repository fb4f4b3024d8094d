import { defineStep } from './step.js';

export const repeat = defineStep({
  kind: 'repeat',
  summary: 'Go round, with a limit: the next item of a playlist, or steps.',
  keys: {
    every: { type: 'duration', required: true, doc: 'How long after one round the next begins.', example: '7d' },
    until: { type: 'expression', doc: 'What ends it.' },
    times: { type: 'whole-number', doc: 'How many rounds at most.', example: '12' },
    play: { type: 'name', doc: 'The playlist whose next item is sent.', example: 'library' },
    none_left: { type: 'onward', default: 'continue', doc: 'What happens when no item is left.', example: 'end' },
    steps: { type: 'steps', doc: 'The steps of one round, instead of a playlist.' },
  },
});
