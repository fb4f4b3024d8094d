import type { StoryAct } from './act.js';
import { identify, track } from './act.js';
import { atWork, beginning, day, hour, later } from './calendar.js';
import type { Dice } from './dice.js';
import type { Person } from './person.js';
import { profileOf } from './person.js';
import { sendsPdf, signUp } from './trial-plots.js';

/** Days of the story on which a webinar is announced: then many register within the hour. */
const announcements = [8, 29, 50] as const;
const papers = ['What a signature costs', 'Contracts across borders', 'The paperless lease'] as const;

/** Reads and listens, looks at prices perhaps, and opens no account. */
export function reader(person: Person, dice: Dice): readonly StoryAct[] {
  const { at, acts } = firstInterest(person, dice, 64);
  const more = [...acts];
  if (dice.chance(0.4)) more.push(track(person, later(person, at, 9, dice), 'page_viewed', { path: '/pricing' }));
  if (dice.chance(0.3)) {
    more.push(track(person, later(person, at, 11, dice), 'white_paper_downloaded', { title: dice.pick(papers) }));
  }
  return more;
}

/**
 * Reads first and starts a trial later, which is the goal of the nurture campaign. Some do so
 * within days: then the welcome meets the caps that nurture has used up.
 */
export function readerTurnedTrial(person: Person, dice: Dice): readonly StoryAct[] {
  const { at, acts } = firstInterest(person, dice, 50);
  const prices = later(person, at, dice.chance(0.6) ? 3 : dice.between(8, 15), dice);
  const trial = later(person, prices, 1, dice);
  const began = [...acts, track(person, prices, 'page_viewed', { path: '/pricing' }), ...signUp(person, trial)];
  if (!dice.chance(0.4)) return began;
  return [...began, ...sendsPdf(person, later(person, trial, dice.between(4, 8), dice), dice)];
}

function firstInterest(person: Person, dice: Dice, days: number): { at: number; acts: readonly StoryAct[] } {
  if (dice.chance(0.5)) {
    // The invitation goes round the world at 14:00 UTC.
    const at = beginning + dice.pick(announcements) * day + 14 * hour + (dice.below(4) * hour) / 4;
    const register = track(person, at, 'webinar_registered', { title: 'Contracts without paper' });
    return { at, acts: [identify(person, at, profileOf(person)), register] };
  }
  const at = atWork(person, dice.below(days), dice);
  const download = track(person, at, 'white_paper_downloaded', { title: dice.pick(papers) });
  return { at, acts: [identify(person, at, profileOf(person)), download] };
}
