import type { PhraseType } from '../../expressions/all-phrases.js';
import { phraseType, type SomeKeyTypes } from '../key-type.js';

/** Phrases: one grammar for both surfaces, so these say no more than what messages need. */
export const phraseTypes: SomeKeyTypes<PhraseType> = {
  expression: phraseType('expression', 'a condition', 'lead.plan == "trial"'),
  duration: phraseType('duration', 'a duration', '3d'),
  percent: phraseType('percent', 'a percentage', '10%'),
  at: phraseType('at', 'a point in time', 'day 2 09:30'),
  every: phraseType('every', 'a rhythm', 'week on mon 09:00'),
  trigger: phraseType('trigger', 'an event', 'signed_up'),
  again: phraseType('again', 'never, always, after or each', 'after 180d'),
  unless: phraseType('unless', 'events with a time', 'order_placed within 30min'),
  already: phraseType('already', 'enter, skip or since', 'skip'),
  audience: phraseType('audience', 'a segment', 'newsletter-readers'),
  goal: phraseType('goal', 'an event with a time', 'activated within 14d'),
  email: phraseType('email', 'how the mail is sent', 'topic product-tips from onboarding hours business'),
  cost: phraseType('cost', 'an amount with its currency', '1200 EUR'),
  variants: phraseType('variants', 'an attribute', 'lead.buying_role keep 20% generic'),
  'in-flight-choice': phraseType('in-flight-choice', 'finish_old, adopt, move_to or end', 'finish_old'),
  rollout: phraseType('rollout', 'a percentage', '10% hold when bounces > 2%'),
  'playlist-item': phraseType('playlist-item', 'a template', 'tip-two when lead.plan == "free"'),
  best: phraseType('best', 'a measure with a time', 'clicked(issue since entry) after 2d else short'),
  assignment: phraseType('assignment', 'a person or group', 'inbound by rotation'),
  cap: phraseType('cap', 'a number of emails in a time', '3 marketing emails in 7d'),
  'over-cap': phraseType('over-cap', 'what happens over the cap', 'defer 5d then drop'),
  'hours-span': phraseType('hours-span', 'weekdays with hours', 'mon-fri 09:00-17:00'),
  'quiet-hours': phraseType('quiet-hours', 'two times of day', '22:00-07:00'),
  'fit-rule': phraseType('fit-rule', 'points with a condition', '25 when lead.seniority == "vp"'),
  'pain-rule': phraseType('pain-rule', 'points with an event', '20 on demo_requested once guess'),
  'account-score': phraseType('account-score', 'how scores of people make an account’s', 'fit max, pain sum, 60 per person'),
};
