import type { StoryAct } from './act.js';
import { identify, track } from './act.js';
import { atAnyHour, atWork, hour, later } from './calendar.js';
import type { Dice } from './dice.js';
import type { Person } from './person.js';
import { profileOf } from './person.js';

/** A day early enough for two weeks of welcome to fall into the ninety days. */
export function signUpDay(dice: Dice): number {
  return dice.below(68);
}

/** An account is opened: what every trial begins with. */
export function signUp(person: Person, at: number): readonly StoryAct[] {
  return [
    identify(person, at, { ...profileOf(person), plan: 'trial' }),
    track(person, at, 'signed_up', { plan: 'trial' }),
  ];
}

/** Signs up, looks round at most once, and is not seen again: five mails of the welcome. */
export function neverBack(person: Person, dice: Dice): readonly StoryAct[] {
  const began = atAnyHour(person, signUpDay(dice), dice);
  const acts = [...signUp(person, began)];
  if (dice.chance(0.4)) acts.push(track(person, later(person, began, 1, dice), 'logged_in'));
  if (dice.chance(0.3)) acts.push(track(person, later(person, began, 4, dice), 'page_viewed', { path: '/faq' }));
  return acts;
}

/** Sends a ready PDF within days, which is the goal of the welcome; sets up the rest or not. */
export function activeAtOnce(person: Person, dice: Dice): readonly StoryAct[] {
  const began = atWork(person, signUpDay(dice), dice);
  const active = later(person, began, dice.between(1, 6), dice);
  return [...signUp(person, began), ...sendsPdf(person, active, dice), ...habit(person, active, dice)];
}

/** Drafts, hesitates, comes back: over from the welcome to onboarding with the first draft. */
export function slowStarter(person: Person, dice: Dice): readonly StoryAct[] {
  const began = atAnyHour(person, signUpDay(dice), dice);
  const draft = later(person, began, dice.between(2, 10), dice);
  const acts = [...signUp(person, began), track(person, draft, 'document_created', { source: 'blank' })];
  const after = (days: number): number => later(person, draft, days, dice);
  if (dice.chance(0.5)) acts.push(...sendsPdf(person, after(dice.between(3, 12)), dice));
  if (dice.chance(0.4)) acts.push(track(person, after(3), 'profile_completed'));
  if (dice.chance(0.3)) acts.push(track(person, after(6), 'template_created'));
  if (dice.chance(0.3)) acts.push(track(person, after(15), 'logged_in'));
  return acts;
}

/** Does everything the set-up page asks for within hours: onboarding has nothing to say. */
export function setUpInADay(person: Person, dice: Dice): readonly StoryAct[] {
  const began = atWork(person, signUpDay(dice), dice);
  return [
    ...signUp(person, began),
    track(person, began + hour, 'document_created', { source: 'template' }),
    track(person, began + hour, 'profile_completed'),
    track(person, began + 2 * hour, 'document_sent', { recipients: 2 }),
    track(person, began + 2 * hour, 'activated'),
    track(person, began + 3 * hour, 'template_created'),
    track(person, began + 3 * hour, 'team_invited', { people: dice.between(1, 5) }),
    track(person, began + 3 * hour, 'onboarding_completed'),
    ...habit(person, began, dice),
  ];
}

/** The first document goes out; nothing was drafted. */
export function sendsPdf(person: Person, at: number, dice: Dice): readonly StoryAct[] {
  return [
    track(person, at, 'logged_in'),
    track(person, at, 'document_sent', { recipients: dice.between(1, 4) }),
    track(person, at, 'activated'),
  ];
}

/** A few weeks of ordinary use. */
function habit(person: Person, from: number, dice: Dice): readonly StoryAct[] {
  const acts: StoryAct[] = [];
  for (let week = 0; week < 3; week += 1) {
    const at = later(person, from, 7 * week + dice.between(1, 5), dice);
    acts.push(track(person, at, 'logged_in'), track(person, at, 'document_sent', { recipients: dice.between(1, 4) }));
    if (dice.chance(0.5)) acts.push(track(person, at + 4 * hour, 'document_signed'));
  }
  return acts;
}
