import type { StoryAct } from './act.js';
import type { Dice } from './dice.js';
import type { Person } from './person.js';
import { buyer, givingNotice, grower, notRenewing, renewing } from './customer-plots.js';
import { employee, strangeTrait, strangeZone, unsubscriber, withoutAddress } from './odd-plots.js';
import { reader, readerTurnedTrial } from './reader-plots.js';
import { readyByActs, readyOnFit } from './ready-plots.js';
import { activeAtOnce, neverBack, setUpInADay, slowStarter } from './trial-plots.js';

/** What becomes of one lead. */
export type Plot = (person: Person, dice: Dice) => readonly StoryAct[];

/** How many of two hundred leads follow each plot. */
const shares: readonly (readonly [Plot, number])[] = [
  [neverBack, 39],
  [activeAtOnce, 24],
  [slowStarter, 24],
  [setUpInADay, 7],
  [reader, 30],
  [readerTurnedTrial, 15],
  [buyer, 8],
  [grower, 10],
  [renewing, 6],
  [notRenewing, 4],
  [givingNotice, 2],
  [readyOnFit, 6],
  [readyByActs, 12],
  [unsubscriber, 7],
  [withoutAddress, 3],
  [strangeZone, 1],
  [strangeTrait, 1],
  [employee, 1],
];

/** One plot a lead, shuffled, so that a small cast is a mixed one. */
export function castOf(dice: Dice, leads: number): readonly Plot[] {
  const one = dice.shuffle(shares.flatMap(([plot, count]) => Array.from({ length: count }, () => plot)));
  return Array.from({ length: leads }, (_, index) => one[index % one.length] ?? neverBack);
}
