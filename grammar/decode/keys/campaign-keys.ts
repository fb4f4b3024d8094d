import { keyTable } from '../key-table.js';

export const campaignKeys = keyTable({
  campaign: { type: 'name', required: true, doc: 'Its name; the file is named after it.' },
  was: { type: 'name', doc: 'Its name before it was renamed.', example: 'old-name' },
  title: { type: 'text', doc: 'Its name for people.' },
  kind: { type: 'name', required: true, doc: 'What sort of campaign it is.', example: 'welcome' },
  stage: { type: 'name', required: true, doc: 'The stage of the leads it is for.', example: 'lead' },
  owner: { type: 'text', required: true, doc: 'Who answers for it.', example: 'lifecycle-team' },
  cost: { type: 'cost', doc: 'What it costs, with the currency.' },
  note: { type: 'text', doc: 'Free text for readers.', example: 'agreed with sales' },
  enter: { type: 'entries', required: true, doc: 'What brings leads in.', example: '[{ on: signed_up }]' },
  leave: { type: 'leaves', doc: 'What takes leads out at once.' },
  goal: { type: 'goal', doc: 'What the campaign is for; reaching it ends it for the lead.' },
  excludes: { type: 'names', doc: 'Campaigns that nobody is in at the same time.', example: '[user-onboarding]' },
  holdout: { type: 'percent', doc: 'The share of leads that walk the path without messages.' },
  email: { type: 'email', doc: 'How its mail is sent.' },
  variants: { type: 'variants', doc: 'The attribute that picks the variant of a template.' },
  playlists: { type: 'playlists', doc: 'Templates in order, of which each lead gets the next that fits.' },
  in_flight: { type: 'in-flight', doc: 'What happens to leads on steps that were changed or removed.' },
  rollout: { type: 'rollout', doc: 'The share of leads that enters at first, and what stops it.' },
  steps: { type: 'steps', required: true, doc: 'What happens, in order.', example: '[{ send: hello }]' },
});

const where = { type: 'expression', doc: 'Which of these events count.', example: 'event.plan == "trial"' } as const;
const whom = { type: 'expression', doc: 'Which leads count.', example: 'lead.plan == "trial"' } as const;
const again = { type: 'again', default: 'never', doc: 'Who may enter again.' } as const;
const note = { type: 'text', doc: 'Free text for readers.', example: 'agreed with sales' } as const;
const unless = { type: 'unless', doc: 'Events that keep a lead out when they follow in time.' } as const;
const late = { type: 'late-entry', doc: 'What happens when the moment is already past.' } as const;
const onceEach = { type: 'again', default: 'anew each time it comes round', doc: 'Who may enter again.' } as const;

export const enterKeys = keyTable({
  on: { type: 'trigger', required: true, doc: 'The event that lets a lead in.' },
  where,
  unless,
  to: { type: 'audience', doc: 'For an event about nobody: the segment that it lets in.' },
  again,
  note,
});

export const changedKeys = keyTable({
  on: { type: 'trigger', required: true, doc: 'The attribute whose change lets a lead in.', example: 'changed(lead.plan)' },
  where: { ...where, doc: 'Which changes count; event.old and event.new are the values.', example: 'event.old == "free"' },
  unless,
  again,
  note,
});

export const becomesKeys = keyTable({
  becomes: { type: 'expression', required: true, doc: 'The condition that lets a lead in when it comes true.' },
  already: { type: 'already', doc: 'What happens at launch to leads for whom it holds.' },
  where: whom,
  again,
  note,
});

export const enterAtKeys = keyTable({
  at: { type: 'at', required: true, doc: 'A date of the lead or account, or one moment.', example: 'account.renewal_date - 60d 09:00' },
  to: { type: 'audience', doc: 'The segment that enters at this moment.' },
  late,
  where: whom,
  again: onceEach,
  note,
});

export const everyKeys = keyTable({
  every: { type: 'every', required: true, doc: 'A rhythm.' },
  to: { type: 'audience', doc: 'The segment that enters each time.' },
  late,
  where: whom,
  again: onceEach,
  note,
});

/** The ways in, by the key that each begins with; `changed(…)` stands behind `on`. */
export const entryHeads = { on: enterKeys, becomes: becomesKeys, at: enterAtKeys, every: everyKeys } as const;

export const leaveOnKeys = keyTable({
  on: { type: 'name', required: true, doc: 'The event that takes a lead out.', example: 'subscription_started' },
  where: { ...where, example: 'event.plan == "pro"' },
});

export const leaveWhenKeys = keyTable({
  when: { type: 'expression', required: true, doc: 'The condition that takes a lead out.', example: 'lead.employee' },
});

export const leaveHeads = { on: leaveOnKeys, when: leaveWhenKeys } as const;

const armSteps = { type: 'steps', doc: 'Its steps; the arm "winner" has none.', example: '[{ send: hello }]' } as const;

export const armKeys = keyTable({
  share: { type: 'percent', doc: 'Its share of the leads; the arm "winner" has none.', example: '50%' },
  steps: { ...armSteps, required: true },
});

/** Who waits for the winner has neither share nor steps to name; a rule says so of whoever does. */
export const winnerKeys = keyTable({ ...armKeys, steps: armSteps });
