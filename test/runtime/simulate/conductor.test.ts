import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../../runtime/clock.js';
import { conduct } from '../../../runtime/simulate/conductor.js';
import type { Deed, Person } from './fake-orchestra.js';
import { createFakeOrchestra } from './fake-orchestra.js';

const start = 1_000;
const until = 1_200;

const rests = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 });
const people = fc
  .array(
    fc.record({
      events: fc.uniqueArray(fc.integer({ min: start, max: until + 30 }), { maxLength: 4 }),
      enrolments: fc.array(rests, { maxLength: 3 }),
    }),
    { maxLength: 40 },
  )
  .map((all) => all.map((person, index): Person => ({ user: `user-${index}`, ...person })));
const delays = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 7 });

async function play(cast: readonly Person[], took: readonly number[]): Promise<readonly Deed[]> {
  const clock = createVirtualClock(start);
  const { orchestra, moments, deeds } = createFakeOrchestra({ clock, people: cast, delays: took, rows: 96 });
  await conduct({ clock, orchestra, moments, until });
  expect(clock.now()).toBe(until);
  return deeds;
}

/** What must be done for one person, told without a clock. */
function storyOf({ user, events, enrolments }: Person): readonly Deed[] {
  const deeds = events.filter((at) => at <= until).flatMap((at) => [
    { user, what: 'event', at, rank: 0 },
    ...enrolments.flatMap((all, index) => {
      const next = Math.min(...events.filter((other) => other > at), Number.POSITIVE_INFINITY);
      const dues = all.map((_, count) => at + all.slice(0, count + 1).reduce((sum, rest) => sum + rest, 0));
      // An event at the very moment of a timer comes first, and starts the rests anew.
      return dues
        .filter((due) => due < next && due <= until)
        .map((due) => ({ user, what: `${user}-${index}`, at: due, rank: 1 }));
    }),
  ]);
  return sorted(deeds).map(({ user: who, what, at }) => ({ user: who, what, at }));
}

function sorted<D extends Deed & { readonly rank?: number }>(deeds: readonly D[]): readonly D[] {
  return deeds.toSorted(
    (one, other) => one.at - other.at || (one.rank ?? 0) - (other.rank ?? 0) || (one.what < other.what ? -1 : 1),
  );
}

describe('the conductor', () => {
  test('does everything at its moment, nothing twice and nothing else, however long the work takes', async () => {
    await fc.assert(
      fc.asyncProperty(people, delays, async (cast, took) => {
        const deeds = await play(cast, took);
        for (const person of cast) {
          const done = deeds.filter(({ user }) => user === person.user);
          // Two enrolments of one lead may be looked at in either order within one moment.
          expect(sorted(done.map((deed) => ({ ...deed, rank: deed.what === 'event' ? 0 : 1 })))).toMatchObject(storyOf(person));
          expect(done).toHaveLength(storyOf(person).length);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('goes through the life of each lead in order of time', async () => {
    await fc.assert(
      fc.asyncProperty(people, delays, async (cast, took) => {
        const deeds = await play(cast, took);
        for (const { user } of cast) {
          const times = deeds.filter((deed) => deed.user === user).map(({ at }) => at);
          expect(times).toEqual(times.toSorted((one, other) => one - other));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('works in the event before the timer of the same moment', async () => {
    const ada = { user: 'ada', events: [1_000, 1_010], enrolments: [[10, 10]] };
    const deeds = await play([ada], [3]);
    expect(deeds.map(({ what, at }) => `${at} ${what}`)).toEqual([
      '1000 event',
      '1010 event',
      '1020 ada-0',
      '1030 ada-0',
    ]);
  });

  test('wakes what is due at the end, and leaves what is due a moment later', async () => {
    const ada = { user: 'ada', events: [1_000], enrolments: [[200], [201]] };
    expect(await play([ada], [0])).toEqual([
      { user: 'ada', what: 'event', at: 1_000 },
      { user: 'ada', what: 'ada-0', at: 1_200 },
    ]);
  });

  test('takes more leads of one moment than may be on the move at once', async () => {
    const crowd = Array.from({ length: 200 }, (_, index) => ({ user: `user-${index}`, events: [1_000], enrolments: [[50]] }));
    const deeds = await play(crowd, [2, 0, 5]);
    expect(deeds.filter(({ what, at }) => what === 'event' && at === 1_000)).toHaveLength(200);
    expect(deeds.filter(({ what, at }) => what !== 'event' && at === 1_050)).toHaveLength(200);
  });

  test('stops at an interrupt, and wakes nobody afterwards', async () => {
    const clock = createVirtualClock(start);
    const stop = new AbortController();
    const ada = { user: 'ada', events: [1_000], enrolments: [Array.from({ length: 100 }, () => 1)] };
    const { orchestra, moments, deeds } = createFakeOrchestra({ clock, people: [ada], delays: [0], rows: 96 });
    const interrupted = {
      ...orchestra,
      wake: async (due: Parameters<typeof orchestra.wake>[0]) => {
        if (clock.now() >= 1_020) stop.abort();
        await orchestra.wake(due);
      },
    };
    await expect(conduct({ clock, orchestra: interrupted, moments, until, signal: stop.signal })).rejects.toThrow(/abort/i);
    expect(deeds.filter(({ at }) => at > 1_020)).toEqual([]);
  });

  test('fails when working in an event fails', async () => {
    const clock = createVirtualClock(start);
    const ada = { user: 'ada', events: [1_000, 1_100], enrolments: [[10]] };
    const { orchestra, moments } = createFakeOrchestra({ clock, people: [ada], delays: [1], rows: 96 });
    const broken = {
      ...orchestra,
      async workIn() {
        throw new Error('the database is gone');
      },
    };
    await expect(conduct({ clock, orchestra: broken, moments, until })).rejects.toThrow('the database is gone');
  });
});
