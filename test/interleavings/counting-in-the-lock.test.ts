import { expect, test } from 'vitest';
import { createWorld, handsOn } from '../runtime/leads/lead-world.js';
import { day, planOf, releaseOf, sendOf, workspaceWith } from '../runtime/leads/release-for-tests.js';
import { useCluster } from '../runtime/store/test-database.js';

const open = useCluster();

// Counted in the statement that waits for the lock, all of them saw the sends of before the wait.
test('interleaving: counting in the lock’s statement made a cap of 3 into 20 of 20', async () => {
  const database = await open();
  const plans = Array.from({ length: 20 }, (_, index) => planOf(`c${index}`, [sendOf('hello')]));
  const caps = [{ count: 3, windowMs: 7 * day }];
  const world = await createWorld(database, releaseOf(plans, workspaceWith({ caps })));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const enrolments = await world.enrolments();
  expect(enrolments).toHaveLength(20);
  // As many processes as connections: within one the looks at a lead stand in line before they ask the database.
  const processes = Array.from({ length: 8 }, () => handsOn(database, world.clock));
  await Promise.all(processes.map(({ desk }) => desk.releases.current(database.db)));
  const answers = await Promise.all(enrolments.map(({ id }, index) => (processes[index % 8] ?? world).advance(id)));
  expect(answers.filter(({ kind }) => kind === 'deliver')).toHaveLength(3);
  expect(await world.rows('select state, count(*) as n from claims group by 1')).toEqual([{ state: 'claimed', n: 3 }]);
});
