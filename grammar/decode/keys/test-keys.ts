import { keyTable } from '../key-table.js';

export const testKeys = keyTable({
  test: { type: 'text', required: true, doc: 'What must happen, as a sentence.', example: 'an activated trial hears nothing' },
  campaign: { type: 'name', required: true, doc: 'The campaign under test.' },
  lead: { type: 'values', doc: 'The lead’s attributes.' },
  account: { type: 'values', doc: 'The attributes of the lead’s account.', example: '{ size: 120 }' },
  given: { type: 'named-values', doc: 'What chance or the past would decide.', example: '{ help-offer: call }' },
  events: { type: 'test-events', doc: 'What happens, in order.' },
  expect: { type: 'expectations', required: true, doc: 'What must come of it, complete and in order.', example: '[{ sent: hello }]' },
});

export const testsKeys = keyTable({
  tests: { type: 'tests', doc: 'Several tests.' },
});

export const testEventKeys = keyTable({
  at: { type: 'moment', doc: 'When, in the lead’s zone.' },
  after: { type: 'duration', doc: 'How long after the event before.', example: '20h' },
  event: { type: 'name', doc: 'The event.', example: 'signed_up' },
  with: { type: 'values', doc: 'Its properties.' },
  task: { type: 'name', doc: 'Instead of an event: the task that somebody finished.', example: 'qualify' },
  outcome: { type: 'name', doc: 'What came of the task.', example: 'maybe' },
});

export const expectationKeys = keyTable({
  sent: { type: 'name', doc: 'The step whose message was sent.', example: 'hello' },
  skipped: { type: 'name', doc: 'The step that was skipped.', example: 'hello' },
  task: { type: 'name', doc: 'The step whose task was created.', example: 'book-call' },
  held_out: { type: 'name', doc: 'The step that a holdout kept from leaving.', example: 'hello' },
  started: { type: 'name', doc: 'The step that started another campaign.', example: 'objections' },
  left: { type: 'name', doc: 'How the campaign ended: goal, left, finished or late.', example: 'goal' },
  at: { type: 'moment', doc: 'When, in the lead’s zone.' },
});

/** What an expectation says; one of them. */
export const expectations = ['sent', 'skipped', 'task', 'held_out', 'started', 'left'] as const;
