import { defineStep } from './step.js';

export const send = defineStep({
  kind: 'send',
  summary: 'Send a message; the id is the template’s name, too.',
  keys: {
    template: { type: 'name', default: 'the id', doc: 'The template, where it is not named like the step.' },
    channel: { type: 'name', default: 'email', doc: 'The channel it goes over.', example: 'sms' },
    when: { type: 'expression', doc: 'Else the message is skipped.' },
    email: { type: 'email', doc: 'Topic, sender and hours of this message alone.' },
    variants: { type: 'variants', doc: 'The attribute that picks the variant of this template.' },
    unsure: {
      type: 'unsure',
      default: 'skip; repeat for transactional mail',
      doc: 'What to do when a crash leaves it unknown whether the message left.',
    },
  },
});
