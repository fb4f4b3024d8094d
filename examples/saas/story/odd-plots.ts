import type { StoryAct } from './act.js';
import { identify, track } from './act.js';
import { atAnyHour, atWork, day, later } from './calendar.js';
import { deliberate } from './deliberate.js';
import type { Dice } from './dice.js';
import type { Person } from './person.js';
import { profileOf } from './person.js';
import { reader } from './reader-plots.js';
import { neverBack, signUp, signUpDay } from './trial-plots.js';

/** Objects to a topic after a mail or two. */
export function unsubscriber(person: Person, dice: Dice): readonly StoryAct[] {
  const reads = dice.chance(0.4);
  const acts = reads ? reader(person, dice) : neverBack(person, dice);
  const first = acts[0];
  if (first === undefined) return acts;
  const topic = reads ? 'education' : 'product-tips';
  const at = first.at + dice.between(2, 6) * day;
  return [...acts, track(person, at, 'unsubscribed', { topic })];
}

/** Signed up through a partner that passes no addresses on. */
export function withoutAddress(person: Person, dice: Dice): readonly StoryAct[] {
  const at = atWork(person, signUpDay(dice), dice);
  const { email: _withheld, email_kind: _unknown, ...profile } = profileOf(person);
  return [
    identify(person, at, { ...profile, plan: 'trial' }),
    track(person, at, 'signed_up', { plan: 'trial' }),
  ];
}

/** A zone that does not exist: the workspace's own zone stands in. */
export function strangeZone(person: Person, dice: Dice): readonly StoryAct[] {
  const at = atAnyHour(person, signUpDay(dice), dice);
  return [
    identify(person, at, { ...profileOf(person), plan: 'trial', time_zone: deliberate.unknownZone }),
    track(person, at, 'signed_up', { plan: 'trial' }),
  ];
}

/** An attribute nobody declared: kept and reported, never used. */
export function strangeTrait(person: Person, dice: Dice): readonly StoryAct[] {
  const at = atAnyHour(person, signUpDay(dice), dice);
  return [...signUp(person, at), identify(person, at, { [deliberate.undeclaredTrait]: 'teal' })];
}

/** One of Northwind's own people tries the sign-up, and is marked as such the day after. */
export function employee(person: Person, dice: Dice): readonly StoryAct[] {
  const began = atWork(person, signUpDay(dice), dice);
  return [...signUp(person, began), identify(person, later(person, began, 1, dice), { employee: true })];
}
