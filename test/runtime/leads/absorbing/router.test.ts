import { beforeEach, expect, test } from 'vitest';
import { startRouter } from '../../../../runtime/leads/absorbing/router.js';
import { useCluster } from '../../store/test-database.js';
import type { TestDatabase } from '../../store/test-database.js';
import { createWorld, handsOn } from '../lead-world.js';
import { planOf, releaseOf, sendOf } from '../release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

test('two routers let each of many leads in exactly once', async () => {
  const world = await createWorld(database, releaseOf([planOf('welcome', [sendOf('hello')])]));
  const other = handsOn(database, world.clock);
  for (let lead = 0; lead < 40; lead += 1) await world.say(`lead-${lead}`, 'signed_up');
  const errors: unknown[] = [];
  let finish: () => void = () => {};
  const empty = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const onAbsorbed = async (): Promise<void> => {
    const [row] = await world.rows<{ n: number }>('select count(*) as n from lead_inbox');
    if (row?.n === 0) finish();
  };
  const options = { onError: (error: unknown) => errors.push(error), onAbsorbed: () => void onAbsorbed() };
  const routers = [startRouter(world.desk, options), startRouter(other.desk, options)];
  for (const router of routers) router.notify();
  await empty;
  await Promise.all(routers.map((router) => router.stop()));
  expect(errors).toEqual([]);
  expect(await world.enrolments()).toHaveLength(40);
});

test('attributes that a step sets are scored, stored and seen by other campaigns', async () => {
  const set = { kind: 'set', id: 'mark', due: { kind: 'now' }, attribute: 'plan', to: { kind: 'constant', value: 'pro' }, next: null } as const;
  const wait = {
    kind: 'wait',
    id: 'until-pro',
    due: { kind: 'now' },
    forCondition: {
      kind: 'compare',
      operator: '==',
      left: { kind: 'attribute', name: 'plan', type: 'text' },
      right: { kind: 'constant', value: 'pro' },
    },
    then: null,
    else: null,
    next: null,
  } as const;
  const world = await createWorld(
    database,
    releaseOf([planOf('a-sets', [set]), planOf('b-waits', [wait], { attributes: ['plan'] })]),
  );
  await world.say('ada', 'signed_up');
  await world.absorb();
  const [setter, waiter] = await world.enrolments();
  expect(await world.advance(waiter?.id ?? '')).toEqual({ kind: 'wait' });
  await world.rows('delete from outbox');
  expect(await world.advance(setter?.id ?? '')).toEqual({ kind: 'end', ending: 'finished' });
  expect(await world.rows('select attributes from leads')).toEqual([{ attributes: { plan: 'pro' } }]);
  expect(await world.rows('select enrolment_id from outbox')).toEqual([{ enrolment_id: waiter?.id }]);
  expect(await world.advance(waiter?.id ?? '')).toEqual({ kind: 'end', ending: 'finished' });
});
