import type { StoryAct } from './act.js';
import { identify, track } from './act.js';
import { atWork, dateOf, day, later } from './calendar.js';
import type { Dice } from './dice.js';
import type { Person } from './person.js';
import { profileOf } from './person.js';
import { sendsPdf, signUp, signUpDay } from './trial-plots.js';

const managers = ['Priya', 'Jonas', 'Amara'] as const;

/** A trial that is bought: the purchase ends every lead campaign at once. */
export function buyer(person: Person, dice: Dice): readonly StoryAct[] {
  const on = signUpDay(dice);
  const began = atWork(person, on, dice);
  const active = later(person, began, dice.between(1, 3), dice);
  return [
    ...signUp(person, began),
    ...sendsPdf(person, active, dice),
    ...subscribes(person, later(person, active, dice.between(4, 9), dice), on + 380, dice),
  ];
}

/** A customer whose plan gets tight; half of them upgrade. */
export function grower(person: Person, dice: Dice): readonly StoryAct[] {
  const on = dice.below(30);
  const tight = on + dice.between(14, 40);
  const acts = [
    ...joins(person, on, on + 365, dice),
    track(person, atWork(person, tight, dice), 'usage_limit_near', { used: dice.between(41, 49), limit: 50 }),
  ];
  if (dice.chance(0.5)) {
    const at = atWork(person, tight + dice.between(2, 12), dice);
    acts.push(identify(person, at, { plan: 'business' }), track(person, at, 'plan_upgraded', { plan: 'business' }));
  }
  return acts;
}

/** A first term that ends within the story, and is extended in time. */
export function renewing(person: Person, dice: Dice): readonly StoryAct[] {
  const ends = dice.between(66, 86);
  const at = atWork(person, ends - dice.between(8, 35), dice);
  const next = dateOf(ends + 365);
  return [
    ...joins(person, dice.below(12), ends, dice),
    // The new date first, so that the round that begins with the renewal finds it.
    identify(person, at, { renewal_date: next }),
    track(person, at, 'subscription_renewed', { period_end: next }),
  ];
}

/** The same, but the term runs out and nobody has said a word: a task for the success manager. */
export function notRenewing(person: Person, dice: Dice): readonly StoryAct[] {
  return joins(person, dice.below(20), dice.between(66, 86), dice);
}

/** The same, with notice given before the end. */
export function givingNotice(person: Person, dice: Dice): readonly StoryAct[] {
  const ends = dice.between(66, 86);
  const notice = track(person, atWork(person, ends - 12, dice), 'subscription_cancelled');
  return [...joins(person, dice.below(20), ends, dice), notice];
}

/** A contract made by sales, without a trial before; its first term ends with the customer's own year. */
function joins(person: Person, on: number, endsOn: number, dice: Dice): readonly StoryAct[] {
  const at = atWork(person, on, dice);
  const acts: StoryAct[] = [identify(person, at, profileOf(person)), ...subscribes(person, at, endsOn, dice)];
  for (let week = 1; week <= 4; week += 1) {
    acts.push(track(person, at + 7 * week * day, 'document_sent', { recipients: dice.between(1, 6) }));
  }
  return acts;
}

function subscribes(person: Person, at: number, endsOn: number, dice: Dice): readonly StoryAct[] {
  const ends = dateOf(endsOn);
  return [
    identify(person, at, { plan: 'team', renewal_date: ends, success_manager: dice.pick(managers) }),
    track(person, at, 'subscription_started', { plan: 'team', period_end: ends }),
  ];
}
