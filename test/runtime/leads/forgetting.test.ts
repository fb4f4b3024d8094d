import { beforeEach, expect, test } from 'vitest';
import { forgetIdle, newForgetting } from '../../../runtime/leads/forgetting.js';
import { foldEvents, forgetMessages } from '../../../runtime/store/facts/retention.js';
import { countForgettable } from '../../../runtime/store/facts/idle-leads.js';
import { storeMessageEvents } from '../../../runtime/store/facts/message-events.js';
import { useCluster } from '../store/test-database.js';
import type { TestDatabase } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { createWorld } from './lead-world.js';
import { day, hour, planOf, releaseOf, sendOf, start, workspaceWith } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const kept = 365 * day;
const workspace = workspaceWith({ retention: { leadsMs: kept } });
const hello = planOf('welcome', [sendOf('hello')]);

const silentWorld = (): Promise<LeadWorld> => createWorld(database, releaseOf([hello], workspace));

async function say(world: LeadWorld, user: string, at = start): Promise<void> {
  if (at > world.clock.now()) world.clock.moveTo(at);
  await world.identify(user, { email: `${user}@example.com` });
  await world.absorb();
}

/** A night in the workspace's zone, as many days after the start. */
const nightAfter = (days: number): number => start + days * day - 10 * hour;

async function night(world: LeadWorld, days = 400): Promise<number> {
  return forgetIdle(world.desk, newForgetting(), nightAfter(days));
}

const names = async (world: LeadWorld) =>
  (await world.rows<{ user_id: string }>("select user_id from leads where user_id not like 'erased:%' order by 1")).map(({ user_id }) => user_id);

test('a lead of whom nothing was heard for as long as leads are kept is erased, and no other', async () => {
  const world = await silentWorld();
  await say(world, 'ada');
  await say(world, 'bob', start + 50 * day);
  expect(await countForgettable(database.db, workspace, nightAfter(400))).toBe(1);
  expect(await night(world, 365)).toBe(0);
  expect(await night(world)).toBe(1);
  expect(await names(world)).toEqual(['bob']);
  expect(await world.rows("select 1 as n from events where properties::text like '%ada%'")).toEqual([]);
  expect(await countForgettable(database.db, workspace, nightAfter(400))).toBe(0);
  expect(await countForgettable(database.db, workspaceWith(), nightAfter(400))).toBeUndefined();
});

test('by day nobody is erased', async () => {
  const world = await silentWorld();
  await say(world, 'ada');
  expect(await forgetIdle(world.desk, newForgetting(), start + 400 * day)).toBe(0);
  expect(await names(world)).toEqual(['ada']);
});

test('an objection outlives its lead as a hash; who never objected may come back', async () => {
  const world = await silentWorld();
  await say(world, 'ada');
  await say(world, 'bob');
  await world.say('bob', 'unsubscribed', {});
  await world.absorb();
  expect(await night(world)).toBe(2);
  expect(await world.rows('select reason from suppressions')).toEqual([{ reason: 'erased' }]);
  await say(world, 'ada-again', start + 401 * day);
  expect(await world.rows("select address_hash from suppressions where address_hash = encode(sha256('bob@example.com'), 'hex')")).toHaveLength(1);
});

test('nobody is erased who is in a campaign, or whose message is on its way', async () => {
  const world = await silentWorld();
  await say(world, 'ada');
  await world.say('ada', 'signed_up');
  await world.absorb();
  expect(await night(world)).toBe(0);
  const [enrolment] = await world.enrolments();
  await world.rows("update enrolments set ending = 'finished', ended_at = 0");
  await world.rows(
    `insert into claims (lead_id, key, enrolment_id, campaign, step, channel, class, unsure, state, claimed_at)
     select lead_id, 'k', id, campaign, 'hello', 'email', 'marketing', 'skip', 'claimed', 0 from enrolments where id = '${enrolment?.id}'`,
  );
  expect(await night(world)).toBe(0);
  await world.rows("update claims set state = 'sent', settled_at = 0");
  expect(await night(world)).toBe(1);
});

test('what a person did with a message is activity, also once its row is gone; what a machine did is not', async () => {
  const world = await silentWorld();
  for (const user of ['ada', 'bob']) {
    await say(world, user);
    await world.say(user, 'signed_up');
    await world.absorb();
  }
  for (const { id } of await world.enrolments()) {
    const next = await world.advance(id);
    if (next.kind === 'deliver') await world.deliver(next.sendKey);
    await world.advance(id);
  }
  const keys = await world.rows<{ key: string; user_id: string }>('select key, user_id from claims c join leads l on l.id = c.lead_id');
  const at = start + 300 * day;
  await storeMessageEvents(
    database.db,
    keys.map(({ key, user_id }) => ({ sendKey: key, act: 'clicked', at, machine: user_id === 'bob', source: 'link', dedupKey: user_id })),
  );
  expect(await countForgettable(database.db, workspace, nightAfter(400))).toBe(1);
  await forgetMessages(database.db, at + day);
  expect(await world.rows('select * from message_events')).toEqual([]);
  expect(await night(world)).toBe(1);
  expect(await names(world)).toEqual(['ada']);
});

test('attributes that were told later than anything else keep a lead, also once old events are folded', async () => {
  const world = await silentWorld();
  await say(world, 'ada');
  await say(world, 'bob');
  await say(world, 'bob', start + 100 * day);
  await foldEvents(database.db, start + 200 * day);
  expect(await world.rows('select * from events')).toEqual([]);
  expect(await night(world)).toBe(1);
  expect(await names(world)).toEqual(['bob']);
});

test('nobody is erased while something of theirs is still to be worked in', async () => {
  const world = await silentWorld();
  await say(world, 'ada');
  await say(world, 'bob');
  await world.rows("insert into lead_inbox (lead_id, seq) select l.id, v.seq from leads l join events v on v.lead_id = l.id where user_id = 'ada'");
  await world.rows("insert into identity_links (other_id, into_id, at) select a.id, b.id, 0 from leads a, leads b where a.user_id = 'ada' and b.user_id = 'bob'");
  expect(await night(world)).toBe(0);
  await world.rows('delete from lead_inbox');
  expect(await night(world)).toBe(0);
  await world.rows("insert into lead_inbox (lead_id, seq) select l.id, v.seq from leads l join events v on v.lead_id = l.id where user_id = 'ada'");
  await world.rows('delete from identity_links');
  expect(await night(world)).toBe(1);
  await world.rows('delete from lead_inbox');
  await world.rows(`insert into consents (lead_id, topic, granted, proof, at) select id, 'tips', true, 'm', ${start + 300 * day} from leads`);
  expect(await night(world)).toBe(0);
  await world.rows('delete from consents');
  expect(await night(world)).toBe(1);
});

test('what the product itself says of a lead is no activity', async () => {
  const world = await silentWorld();
  await say(world, 'ada');
  await world.rows(
    `insert into events (lead_id, source, message_id, kind, name, at, received_at) select id, 'perennial', 'x', 'track', 'way_in:every', ${start + 390 * day}, ${start + 390 * day} from leads`,
  );
  expect(await night(world)).toBe(1);
});

test('who comes back just before the lock is taken stays', async () => {
  const world = await silentWorld();
  await say(world, 'ada');
  const { desk } = world;
  const between = {
    ...desk,
    withLead: async <T>(leadId: number, work: Parameters<typeof desk.withLead<T>>[1]): Promise<T> => {
      await world.say('ada', 'signed_up');
      return desk.withLead(leadId, work);
    },
  };
  expect(await forgetIdle(between, newForgetting(), nightAfter(400))).toBe(0);
  expect(await names(world)).toEqual(['ada']);
});

test('a night is gone through once, and the next one anew', async () => {
  const world = await silentWorld();
  await say(world, 'ada');
  const state = newForgetting();
  expect(await forgetIdle(world.desk, state, nightAfter(300))).toBe(0);
  // The same night, an hour on: nothing is read again.
  await world.rows(`update leads set first_seen = 0; `);
  await world.rows('update events set at = 0, received_at = 0');
  expect(await forgetIdle(world.desk, state, nightAfter(300) + hour)).toBe(0);
  expect(await forgetIdle(world.desk, state, nightAfter(301))).toBe(1);
});
