import { beforeEach, expect, test } from 'vitest';
import { compareRelease } from '../../runtime/store/releases.js';
import { countControlled, liftControl, sayControl } from '../../runtime/store/edits/controls.js';
import { day, hour, minute, start } from '../runtime/leads/release-for-tests.js';
import { useCluster } from '../runtime/store/test-database.js';
import type { TestDatabase } from '../runtime/store/test-database.js';
import type { Play } from './play.js';
import { campaign, compiled, playOf } from './play.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const first = campaign({ steps: '- send: hello\n- send: tip\n  after: 2d\n- send: last\n  after: 2d' });

function hold(play: Play): Promise<boolean> {
  return sayControl(database.db, { campaign: 'welcome', state: 'held', saidBy: 'operator', reason: 'wrong price', since: play.clock.now() });
}

test('pain 3: editing live is guesswork', async () => {
  const play = await playOf(database, await compiled(first));
  await play.signUp('ada', 'bob');
  await play.walk(start + 3 * day);
  await play.signUp('cid', 'dan', 'eve');
  await play.walk(start + 4 * day - hour);
  const edited = await compiled(
    campaign({ keys: 'in_flight:\n  tip: move_to news\n  last: end', steps: '- send: hello\n- send: news\n  after: 5d' }),
  );
  // What is said before anything is applied …
  const said = [
    { step: 'tip', leads: 3, fate: 'move_to', to: 'news' },
    { step: 'last', leads: 2, fate: 'end', to: null },
  ];
  expect(await compareRelease(database.db, edited)).toEqual({ campaigns: [{ name: 'welcome', change: 'changed', inside: said }] });
  expect((await play.enrolments()).map(({ ending }) => ending)).toEqual([null, null, null, null, null]);
  // … is what happens, to those and to nobody else.
  await play.apply(edited);
  await play.walk(start + 4 * day);
  const stands = (await play.enrolments()).map(({ step, ending }) => ending ?? step);
  expect(stands).toEqual(['edited', 'edited', 'news', 'news', 'news']);
  await play.walk(start + 20 * day);
  expect((await play.sent()).filter(({ what }) => what.endsWith('news'))).toHaveLength(3);
  expect((await play.sent()).filter(({ what }) => what.endsWith('last'))).toEqual([]);
});

const plansInForce = 'select name, plan_hash, content_hash from campaigns where not retired order by 1';

test('pain 4: no version control, diff, undo or promotion', async () => {
  const [before, after] = await Promise.all([compiled(first), compiled(campaign({ steps: '- send: hello' }))]);
  const play = await playOf(database, before);
  const inForce = () => play.rows<{ name: string; plan_hash: string }>(plansInForce);
  const [old] = await inForce();
  // The same files promoted to another system are the same plan there, to the bit.
  const staging = await playOf(await open(), await compiled(first));
  expect(await staging.rows(plansInForce)).toEqual([old]);
  // The difference is told before it is made, and what changes nothing is no new release.
  const changes = async () => (await compareRelease(database.db, after)).campaigns.map(({ change }) => change);
  expect((await compareRelease(database.db, await compiled(first))).campaigns.map(({ change }) => change)).toEqual(['same']);
  expect(await changes()).toEqual(['changed']);
  await play.signUp('ada');
  await play.apply(after);
  expect(await changes()).toEqual(['same']);
  expect(await inForce()).not.toEqual([old]);
  await play.signUp('bob');
  // To undo it is to apply the files of before; each lead goes on with what it entered with.
  await play.apply(await compiled(first));
  expect(await inForce()).toEqual([old]);
  await play.signUp('cid');
  await play.walk(start + 10 * day);
  const sent = (await play.sent()).map(({ what }) => what);
  expect(sent.filter((what) => what.startsWith('ada'))).toEqual(['ada hello', 'ada tip', 'ada last']);
  expect(sent.filter((what) => what.startsWith('bob'))).toEqual(['bob hello']);
  expect(sent.filter((what) => what.startsWith('cid'))).toEqual(['cid hello', 'cid tip', 'cid last']);
});

test('pain 8: pausing loses or floods people', async () => {
  const play = await playOf(database, await compiled(first));
  const users = Array.from({ length: 7 }, (_, index) => `u${index}`);
  await play.signUp(...users);
  await play.walk(start + day);
  await hold(play);
  // Two come in during the hold, and the seven come due.
  await play.signUp('new1', 'new2');
  await play.walk(start + 3 * day);
  expect(await play.sent()).toHaveLength(users.length);
  // How many burst is said before.
  expect(await countControlled(database.db, 'welcome', play.clock.now())).toEqual([
    { campaign: 'welcome', inside: 9, held: 9, dueInDay: 0, claimed: 0 },
  ]);
  await liftControl(database.db, 'welcome', 3, play.clock.now());
  const resumed = play.clock.now();
  const perMinute: number[] = [];
  for (let passed = 1; passed <= 4; passed += 1) {
    const before = (await play.sent()).length;
    for (let ms = (passed - 1) * minute; ms < passed * minute; ms += 10_000) await play.walk(resumed + ms);
    perMinute.push((await play.sent()).length - before);
  }
  // Never more than the pace, and in the end everybody; a slow pace is a pace, too.
  expect(perMinute).toEqual([2, 3, 3, 1]);
  await play.walk(start + 20 * day);
  expect(await play.sent()).toHaveLength(3 * 9);
  expect((await play.enrolments()).filter(({ ending }) => ending !== 'finished')).toEqual([]);
});

test('pain 20: wrong mail out, no way to reach exactly the affected', async () => {
  const play = await playOf(database, await compiled(first));
  await play.signUp('ada', 'bob', 'cid');
  await play.walk(start + minute);
  // Somebody sees the wrong price. Who comes now does not get it.
  await hold(play);
  await play.signUp('dan');
  await play.walk(start + hour);
  expect((await play.sent()).map(({ what }) => what)).toEqual(['ada hello', 'bob hello', 'cid hello']);
  // Those who got it, and nobody else, get a word about it.
  const sorry = campaign({
    name: 'sorry',
    kind: 'apology',
    enter: '- at: 2026-03-02 16:00\n  to: got-it\n  late: enter',
    steps: '- send: the-right-price',
  });
  const segments = '# path: segments/apology.yaml\nsegments:\n  got-it: sent(welcome/hello in last 7d)\n';
  await play.apply(await compiled(segments, first, sorry));
  await play.walk(start + 4 * hour);
  const apologies = (await play.sent()).filter(({ what }) => what.endsWith('the-right-price'));
  expect(apologies.map(({ what }) => what)).toEqual(['ada the-right-price', 'bob the-right-price', 'cid the-right-price']);
  await liftControl(database.db, 'welcome', undefined, play.clock.now());
  await play.walk(start + 4 * hour + minute);
  expect((await play.sent()).at(-1)?.what).toBe('dan hello');
});
