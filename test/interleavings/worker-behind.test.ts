import { expect, test } from 'vitest';
import type { Clock } from '../../runtime/clock.js';
import { realClock } from '../../runtime/clock.js';
import type { LeadWorld } from '../runtime/leads/lead-world.js';
import { createWorld, handsOn } from '../runtime/leads/lead-world.js';
import { hour, planOf, releaseOf, sendOf } from '../runtime/leads/release-for-tests.js';
import { useCluster } from '../runtime/store/test-database.js';

const open = useCluster();

/** A worker on a machine whose clock is so far behind (negative) or ahead, ms. */
const off = (ms: number): Clock => ({ virtual: false, now: () => Date.now() + ms });

/** A lead that rests for so much longer by real time, as the database counts it; ms. */
async function worldAtRest(restMs: number): Promise<{ world: LeadWorld; id: string; until: number }> {
  const plan = planOf('welcome', [sendOf('hello', { due: { kind: 'after', duration: { amount: 1, unit: 'h' } } })]);
  const database = await open();
  const world = await createWorld(database, releaseOf([plan]));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const id = (await world.enrolments())[0]?.id ?? '';
  expect(await world.advance(id)).toMatchObject({ kind: 'wait' });
  const until = Date.now() + restMs;
  const entered = until - hour;
  await world.rows(`update enrolments set resting_until = ${until}, entered_at = ${entered},
    progress = jsonb_set(progress, '{since}', '${entered}')`);
  return { world, id, until };
}

// The timer was over, the worker said it was not, and slept for half a second more: 84 events for five mails.
test('interleaving: a worker whose clock is 500 ms behind', async () => {
  const { world, id, until } = await worldAtRest(500);
  expect(await handsOn(world.database, off(-500)).advance(id)).toMatchObject({ kind: 'deliver' });
  // Decided as of the planned instant, so that the next step is not early.
  expect(await world.rows('select claimed_at from claims')).toEqual([{ claimed_at: until }]);
});

test('the clock of a worker decides nothing: a worker that is hours ahead sends nothing early', async () => {
  const { world, id } = await worldAtRest(10 * 60_000);
  const next = await handsOn(world.database, off(5 * hour)).advance(id);
  expect(next).toMatchObject({ kind: 'wait' });
  if (next.kind !== 'wait') throw new Error('it did not wait');
  expect(next.ms).toBeGreaterThan(9 * 60_000);
  expect(await handsOn(world.database, realClock).advance(id)).toMatchObject({ kind: 'wait' });
});

test('under a virtual clock nothing is early, not by a millisecond', async () => {
  const plan = planOf('welcome', [sendOf('hello', { due: { kind: 'after', duration: { amount: 1, unit: 'h' } } })]);
  const world = await createWorld(await open(), releaseOf([plan]));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const { id = '' } = (await world.enrolments())[0] ?? {};
  await world.advance(id);
  world.clock.moveTo(world.clock.now() + hour - 1);
  expect(await world.advance(id)).toMatchObject({ kind: 'wait' });
  world.clock.moveTo(world.clock.now() + 1);
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver' });
});
