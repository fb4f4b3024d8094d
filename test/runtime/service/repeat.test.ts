import { expect, test } from 'vitest';
import { createWorld } from '../leads/lead-world.js';
import { planOf, releaseOf, sendOf } from '../leads/release-for-tests.js';
import { useCluster } from '../store/test-database.js';

const open = useCluster();

test('tries that came to nothing do not use up what "unsure: repeat" promises', async () => {
  const world = await createWorld(await open(), releaseOf([planOf('welcome', [sendOf('hello', { unsure: 'repeat' })])]));
  await world.identify('ada', { email: 'ada@loopback.example' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const [enrolment] = await world.enrolments();
  const next = await world.advance(enrolment?.id ?? '');
  if (next.kind !== 'deliver') throw new Error(`nothing to deliver: ${next.kind}`);
  // An hour without a mail server.
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    const tried = await world.claims.confirm(next.sendKey, 1);
    if (tried.kind !== 'ready') throw new Error('not ready');
    await world.claims.release(tried.attempt);
  }
  // Then a crash at the final dot.
  const crashed = await world.claims.confirm(next.sendKey, 1);
  if (crashed.kind !== 'ready') throw new Error('not ready');
  await world.claims.underWay(crashed.attempt, 'what was said');
  await world.claims.settle(crashed.attempt, { kind: 'unknown', response: 'nobody knows' });

  expect(await world.advance(enrolment?.id ?? '')).toMatchObject({ kind: 'deliver', sendKey: next.sendKey });
  expect(await world.deliver(next.sendKey)).toBe('handed over');
  expect(await world.rows('select state, attempts from claims')).toEqual([{ state: 'sent', attempts: 22 }]);
});
