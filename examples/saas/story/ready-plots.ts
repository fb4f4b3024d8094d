import type { StoryAct } from './act.js';
import { identify, track } from './act.js';
import { atWork, hour, later } from './calendar.js';
import type { Dice } from './dice.js';
import type { Person } from './person.js';
import { atCompany, placeIn, profileOf } from './person.js';
import { signUp, signUpDay } from './trial-plots.js';

/** The profile sales dreams of: ready before the first act (domain.md S-19). */
export function readyOnFit(person: Person, dice: Dice): readonly StoryAct[] {
  const dream: Person = {
    ...atCompany(person),
    seniority: 'c_level',
    companySize: 600,
    place: placeIn(['US'], dice),
  };
  const at = atWork(dream, signUpDay(dice), dice);
  const acts = [
    identify(dream, at, { ...profileOf(dream), target_account: true }),
    track(dream, at + hour, 'white_paper_downloaded', { title: 'Contracts across borders' }),
  ];
  if (dice.chance(0.5)) acts.push(...booksMeeting(dream, at, dice));
  return acts;
}

/**
 * A modest profile and a burning problem. Points: trial 20, prices 10, twice back 10, a draft 25,
 * a signed document 30 and the corporate address 5 make exactly 100, with the signature. What the
 * profile would add (title, market, size) is taken away.
 */
export function readyByActs(person: Person, dice: Dice): readonly StoryAct[] {
  const modest: Person = {
    ...atCompany(person),
    seniority: 'staff',
    companySize: 12,
    place: placeIn(['BR', 'IN', 'JP'], dice),
  };
  const began = atWork(modest, signUpDay(dice), dice);
  const drafted = later(modest, began, 1, dice);
  const sent = later(modest, drafted, 1, dice);
  const signed = later(modest, sent, 1, dice);
  const acts = [
    ...signUp(modest, began),
    track(modest, began, 'page_viewed', { path: '/pricing' }),
    track(modest, drafted, 'logged_in'),
    track(modest, drafted, 'document_created', { source: 'blank' }),
    track(modest, sent, 'document_sent', { recipients: 3 }),
    track(modest, sent, 'activated'),
    track(modest, signed, 'logged_in'),
    track(modest, signed, 'document_signed'),
  ];
  if (dice.chance(0.5)) acts.push(...booksMeeting(modest, signed, dice));
  return acts;
}

/** Within the 48 hours, and half of the meetings become an opportunity. */
function booksMeeting(person: Person, readyAt: number, dice: Dice): readonly StoryAct[] {
  const booked = readyAt + dice.between(3, 40) * hour;
  const meeting = track(person, booked, 'meeting_booked');
  if (dice.chance(0.5)) return [meeting];
  // Some are called qualified on the spot, before the hand-off's wait is over.
  const opened = track(person, booked, 'opportunity_opened', { amount: 400 * dice.between(3, 30) });
  return [opened, meeting];
}
