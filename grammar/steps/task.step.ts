import { defineStep } from './step.js';

export const task = defineStep({
  kind: 'task',
  summary: 'Give a person something to do; the lead does not wait for it.',
  keys: {
    team: { type: 'name', required: true, doc: 'Who does it.', example: 'success' },
    title: { type: 'text', default: 'the id', doc: 'What to do, in words.', example: 'Book a call' },
    due: { type: 'duration', default: '48h', doc: 'How long they have, from creation.' },
    when: { type: 'expression', doc: 'Else there is no task.' },
  },
});
