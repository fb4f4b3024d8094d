import { expect, test } from 'vitest';
import { releaseTurn } from '../../runtime/service/loops/release-loop.js';
import { liftControl, sayControl } from '../../runtime/store/edits/controls.js';
import { inTransaction } from '../../runtime/store/transaction.js';
import { createWorld } from '../runtime/leads/lead-world.js';
import { planOf, releaseOf, sendOf } from '../runtime/leads/release-for-tests.js';
import { until } from '../runtime/service/stage/until.js';
import { useCluster } from '../runtime/store/test-database.js';

const open = useCluster();

// A look reads that its campaign is held; before it commits, the hold is lifted and everybody who is
// held is let go. Whoever goes through the held leads once strands this one.
test('interleaving: a lead being held at the moment of the release is not stranded', async () => {
  const database = await open();
  const { db } = database;
  const world = await createWorld(database, releaseOf([planOf('welcome', [sendOf('hello')])]));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const id = (await world.enrolments())[0]?.id ?? '';
  await sayControl(db, { campaign: 'welcome', state: 'held', saidBy: 'operator', reason: 'wrong price', since: world.clock.now() });

  const looking = await inTransaction(db, async (tx) => {
    // Keeps the look from writing down what it has decided.
    await tx.query({ name: 'test-lock-enrolments', text: 'select id from enrolments for update' });
    const look = world.advance(id);
    await until('the look waits to write', 1_500, async () => {
      const [row] = await world.rows<{ n: number }>("select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
      return row?.n === 0 ? undefined : row;
    }, 5);
    expect(await liftControl(db, 'welcome', undefined, world.clock.now())).toEqual(['welcome']);
    expect(await releaseTurn({ db, clock: world.clock })).toBe(0);
    return { look };
  });
  expect(await looking.look).toEqual({ kind: 'wait' });
  expect(await world.rows("select progress ? 'held' as held, awake from enrolments")).toEqual([{ held: true, awake: false }]);

  expect(await releaseTurn({ db, clock: world.clock })).toBe(1);
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver' });
});
