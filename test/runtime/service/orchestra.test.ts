import { expect, test } from 'vitest';
import { orchestraOf } from '../../../runtime/service/orchestra.js';
import { conduct } from '../../../runtime/simulate/conductor.js';
import { appendEvents } from '../../../runtime/store/events.js';
import { createWorld } from '../leads/lead-world.js';
import { hour, planOf, releaseOf, sendOf, start } from '../leads/release-for-tests.js';
import { useCluster } from '../store/test-database.js';

const open = useCluster();

test('under a virtual clock two names of one person are joined before anything is decided of either', async () => {
  const database = await open();
  const world = await createWorld(database, releaseOf([planOf('welcome', [sendOf('hello')])]));
  const { db } = database;
  const { desk, clock } = world;
  let looked: () => void = () => {};
  let running: Promise<void> = Promise.resolve();
  const orchestra = orchestraOf({
    db,
    desk,
    onLook: (listener) => {
      looked = listener;
    },
    failed: new Promise(() => {}),
    dispatcher: {
      // Told again while the last message is on its way, two look at one lead; the later finds the hand-over taken.
      notify: () => {
        running = running.then(runAll);
      },
      async stop() {},
    },
  });
  /** What Temporal would do: looks at whoever is awake, until all rest. */
  const runAll = async (): Promise<void> => {
    const rows = await world.rows<{ id: string }>('delete from outbox returning enrolment_id as id');
    for (const { id } of rows) {
      for (let next = await world.advance(id); next.kind === 'deliver'; next = await world.advance(id)) await world.deliver(next.sendKey);
    }
    looked();
  };
  const said = (userId: string, name: string, at: number, joins: readonly string[] = []) => ({
    at,
    users: [userId],
    async play() {
      const kind = name === 'identify' ? ('identify' as const) : ('track' as const);
      const properties = name === 'identify' ? { email: 'ada@example.com' } : {};
      await appendEvents(db, [{ source: 'test', messageId: `${userId}:${name}:${at}`, userId, kind, name, at, properties, joins }], at);
    },
  });
  await conduct({
    clock,
    orchestra,
    moments: [
      said('anonymous-1', 'signed_up', start + hour),
      said('ada', 'identify', start + 2 * hour, ['anonymous-1']),
      said('anonymous-1', 'signed_up', start + 3 * hour),
    ],
    until: start + 30 * hour,
  });
  await running;
  expect(await world.rows('select other_id from identity_links')).toEqual([]);
  expect(await world.rows('select l.user_id, c.campaign from enrolments c join leads l on l.id = c.lead_id')).toEqual([{ user_id: 'ada', campaign: 'welcome' }]);
  expect(await world.rows("select code, detail from decisions where code = 'merged'")).toHaveLength(1);
});

