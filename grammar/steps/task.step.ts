import { defineStep } from './step.js';

export const task = defineStep({
  kind: 'task',
  summary: 'Give a person something to do; only for outcomes does the lead wait.',
  keys: {
    team: { type: 'name', required: true, doc: 'Who does it.', example: 'success' },
    assign: { type: 'assignments', doc: 'Who of the team gets it; the first that fits.' },
    due: { type: 'duration', default: '48h', doc: 'How long they have, from creation.' },
    title: { type: 'text', default: 'the id', doc: 'What to do, in words.', example: 'Book a call' },
    when: { type: 'expression', doc: 'Else there is no task.' },
    outcomes: { type: 'outcome-steps', doc: 'Steps by what the person answered; late when nothing came in time.' },
  },
});
