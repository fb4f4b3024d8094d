import type { StoryAct } from './story/act.js';
import { beginning, ninetyDays } from './story/calendar.js';
import { castOf } from './story/cast.js';
import { createDice } from './story/dice.js';
import { personAt } from './story/person.js';

export type { StoryAct } from './story/act.js';
export { deliberate } from './story/deliberate.js';

/**
 * Ninety days in the life of Northwind Documents, from Monday 2026-01-05 00:00 UTC: what its
 * leads and customers do, as the application would report it, sorted by time.
 *
 * The same seed and number tell the same story. Two hundred leads are one full cast; fewer leave
 * some plots out. All times lie on quarters of an hour, so that many leads share their moments.
 */
export function tellStory(seed: number, leads = 200): readonly StoryAct[] {
  const dice = createDice(seed);
  const offset = dice.below(1_000);
  const acts = castOf(dice, leads).flatMap((plot, index) => plot(personAt(index, offset, dice), dice));
  // The sort is stable: what a lead does within one moment keeps its order.
  return acts
    .filter(({ at }) => at >= beginning && at < beginning + ninetyDays)
    .sort((one, other) => one.at - other.at);
}
