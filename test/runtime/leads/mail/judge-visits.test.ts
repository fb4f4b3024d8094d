import { beforeEach, expect, test } from 'vitest';
import { keepVisit } from '../../../../runtime/service/loops/count-visits.js';
import { judgeVisits } from '../../../../runtime/leads/mail/judge-visits.js';
import { useCluster } from '../../store/test-database.js';
import type { LeadWorld } from '../lead-world.js';
import { createWorld } from '../lead-world.js';
import { minute, planOf, releaseOf, sendOf } from '../release-for-tests.js';

const open = useCluster();
let world: LeadWorld;
let sendKey = '';
beforeEach(async () => {
  world = await createWorld(await open(), releaseOf([planOf('drip', [sendOf('hello')])]));
  await world.identify('ada', { email: 'ada@ada.example' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  for (const { id } of await world.enrolments()) await world.advance(id);
  [{ key: sendKey } = { key: '' }] = await world.rows<{ key: string }>('select key from claims');
  await world.deliver(sendKey);
});

const click = (afterMs: number, page: string, machine = false) =>
  keepVisit(world.desk.db, { sendKey, act: 'clicked', at: world.clock.now() + afterMs, machine, link: `https://northwind.example/${page}` });

async function judgeLater(): Promise<readonly { readonly machine: boolean }[]> {
  world.clock.moveTo(world.clock.now() + 10 * minute);
  await judgeVisits(world.desk, world.clock.now());
  expect(await world.rows("select 1 from message_events where source = 'visit'")).toEqual([]);
  return world.rows<{ machine: boolean }>('select machine from message_events order by at');
}
const clicks = () => world.rows("select properties->>'url' as url from events where name = 'email_clicked'");

test('one link after another is a person', async () => {
  await click(minute, 'a');
  await click(2 * minute, 'b');
  expect(await judgeLater()).toEqual([{ machine: false }, { machine: false }]);
  expect(await clicks()).toEqual([{ url: 'https://northwind.example/a' }, { url: 'https://northwind.example/b' }]);
});

test('all links at once are a program, and a click later is a person again', async () => {
  for (const page of ['a', 'b', 'c']) await click(minute, page);
  await click(5 * minute, 'b');
  expect(await judgeLater()).toEqual([{ machine: true }, { machine: true }, { machine: true }, { machine: false }]);
  expect(await clicks()).toHaveLength(1);
});

test('a click with the acceptance is a program', async () => {
  await click(200, 'a');
  expect(await judgeLater()).toEqual([{ machine: true }]);
});

test('what said so itself needs no judge', async () => {
  await click(minute, 'a', true);
  expect(await judgeVisits(world.desk, world.clock.now() + minute)).toBe(0);
  expect(await judgeLater()).toEqual([{ machine: true }]);
});

test('nothing is judged before all that belongs to it must have come', async () => {
  await click(minute, 'a');
  expect(await judgeVisits(world.desk, world.clock.now() + minute + 4_000)).toBe(0);
  // Until then nobody counts it.
  expect(await world.rows('select machine from message_events')).toEqual([{ machine: true }]);
});

test('a judge that broke off judges the same again', async () => {
  await click(minute, 'a');
  await judgeLater();
  await click(minute - 10 * minute, 'a');
  expect(await judgeLater()).toEqual([{ machine: false }]);
  expect(await clicks()).toHaveLength(1);
});
