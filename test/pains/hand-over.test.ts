import { beforeEach, expect, test } from 'vitest';
import { day, hour, minute, start } from '../runtime/leads/release-for-tests.js';
import { handsOn } from '../runtime/leads/lead-world.js';
import { useCluster } from '../runtime/store/test-database.js';
import type { TestDatabase } from '../runtime/store/test-database.js';
import type { Play } from './play.js';
import { campaign, compiled, playOf, workspace } from './play.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

async function idsOf(play: Play): Promise<readonly string[]> {
  return (await play.enrolments()).filter(({ ending }) => ending === null).map(({ id }) => id);
}

/** The messages that the open enrolments are to hand over now. */
async function claimed(play: Play): Promise<readonly string[]> {
  const keys: string[] = [];
  for (const id of await idsOf(play)) {
    const next = await play.advance(id);
    if (next.kind === 'deliver') keys.push(next.sendKey);
  }
  return keys;
}

test('pain 1: duplicate sends from overlapping schedulers, re-entry or retry', async () => {
  const welcome = campaign({ enter: '- on: signed_up\n  again: always', steps: '- send: hello\n- send: more\n  after: 1d' });
  const play = await playOf(database, await compiled(welcome));
  const other = handsOn(database, play.clock);
  const users = ['ada', 'bob', 'cid'];
  for (const user of users) {
    await play.identify(user, { email: `${user}@example.com` });
    // The application tries again, and people press the button twice.
    for (const messageId of [`1-${user}`, `1-${user}`, `2-${user}`]) await play.say(user, 'signed_up', {}, messageId);
  }
  await Promise.all([play.absorb(), other.absorb()]);
  const ids = await idsOf(play);
  expect(ids).toHaveLength(users.length);
  for (let round = 0; round < 2; round += 1) {
    for (const id of ids) {
      const answers = await Promise.all([play, other, play].map((one) => one.advance(id)));
      const keys = new Set(answers.map((answer) => (answer.kind === 'deliver' ? answer.sendKey : answer.kind)));
      expect(keys.size).toBe(1);
      const [key = ''] = keys;
      const handed = await Promise.allSettled([play, other, other].map((one) => one.deliver(key)));
      expect(handed.filter((one) => one.status === 'fulfilled' && one.value === 'handed over')).toHaveLength(1);
      // The worker died before it heard so, and asks again.
      expect(await other.deliver(key)).toBe('not');
      await Promise.all([play, other].map((one) => one.advance(id)));
    }
    play.clock.moveTo(start + day);
  }
  const sent = (await play.sent()).map(({ what }) => what);
  expect(sent).toEqual([...users.map((user) => `${user} hello`), ...users.map((user) => `${user} more`)]);
});

test('pain 2: converted between check and send', async () => {
  const cart = campaign({ name: 'cart', kind: 'cart', keys: 'leave:\n  - on: order_placed', enter: '- on: page_viewed', steps: '- send: reminder\n  after: 1h' });
  const play = await playOf(database, await compiled(cart));
  for (const user of ['early', 'late']) {
    await play.identify(user, { email: `${user}@example.com` });
    await play.say(user, 'page_viewed');
  }
  await play.absorb();
  await claimed(play);
  play.clock.moveTo(start + hour);
  const [early = '', late = ''] = await claimed(play);
  // One order is accepted after the last look, and one even after the message was confirmed.
  const confirmed = await play.claims.confirm(late, 1);
  await play.say('early', 'order_placed');
  await play.say('late', 'order_placed');
  expect(await play.deliver(early)).toBe('not');
  if (confirmed.kind !== 'ready') throw new Error('not ready');
  await expect(play.claims.underWay(confirmed.attempt, 'words')).rejects.toThrow('withdrawn');
  await play.walk(start + 7 * day);
  expect(await play.sent()).toEqual([]);
  expect((await play.enrolments()).map(({ ending }) => ending)).toEqual(['left', 'left']);
});

test('pain 9: silent drop at a filter or segment edge', async () => {
  const birthday = campaign({
    enter: '- becomes: lead.company_size > 100\n  already: skip',
    steps: '- send: hello\n- send: gift\n  after: 2d\n- send: bigger\n  after: 1d\n  when: lead.company_size > 500',
  });
  const play = await playOf(database, await compiled(birthday));
  await play.identify('ada', { email: 'ada@example.com', company_size: 200 });
  await play.walk(start + hour);
  // The next day the segment is empty; who came in stays in.
  play.clock.moveTo(start + day);
  await play.identify('ada', { company_size: 20 });
  await play.walk(start + 7 * day);
  expect((await play.sent()).map(({ what, at }) => `${what} ${(at - start) / day}`)).toEqual(['ada hello 0', 'ada gift 2']);
  // What a condition keeps back is told, with what it saw.
  const [skipped] = await play.rows<{ text: string }>("select text from decisions where step = 'bigger' and code = 'skipped'");
  expect(skipped?.text).toContain('lead.company_size is 20');
  expect(await play.enrolments()).toMatchObject([{ ending: 'finished' }]);
});

test('pain 10: both or wrong branch taken', async () => {
  const trial = campaign({
    steps: '- wait: project\n  for: project_created\n  at_most: 1d\n  then:\n    - send: well-done\n  else:\n    - send: need-help',
  });
  const play = await playOf(database, await compiled(trial));
  const other = handsOn(database, play.clock);
  const users = Array.from({ length: 12 }, (_, index) => `u${index}`);
  await play.signUp(...users);
  const ids = await idsOf(play);
  for (const id of ids) await play.advance(id);
  play.clock.moveTo(start + day);
  // The timer and the event meet: the one first, the other first, or both at once in two processes.
  const answers = await Promise.all(
    users.map(async (user, index) => {
      if (index % 3 === 0) await play.say(user, 'project_created');
      const look = other.advance(ids[index] ?? '');
      if (index % 3 === 1) await look;
      if (index % 3 !== 0) await play.say(user, 'project_created');
      return look;
    }),
  );
  const first = answers.map((answer) => (answer.kind === 'deliver' ? answer.name : answer.kind));
  expect(new Set(first)).toEqual(new Set(['welcome/need-help', 'welcome/well-done']));
  // A worker that died behind its decision asks again, and by now the event is known everywhere.
  await play.absorb();
  const second = await Promise.all(ids.map((id) => play.advance(id)));
  expect(second).toEqual(answers);
  await play.walk(start + 3 * day);
  expect((await play.sent()).map(({ what }) => what).toSorted()).toEqual(
    users.map((user, index) => `${user} ${first[index]?.split('/')[1]}`).toSorted(),
  );
  expect((await play.enrolments()).filter(({ ending }) => ending !== 'finished')).toEqual([]);
});

test('pain 16: cap or priority conflicts across campaigns', async () => {
  const rules = workspace('caps:\n  - 1 marketing emails in 24h\nover_cap: defer 2d then drop\npriority: [renewal, nurture]');
  const names = ['a-tips', 'b-news', 'c-more', 'd-last'];
  const files = [...names.map((name) => campaign({ name, kind: 'nurture' })), campaign({ name: 'renewal', kind: 'renewal' })];
  const play = await playOf(database, await compiled(rules, ...files));
  const other = handsOn(database, play.clock);
  // An evening: a day of the calendar would have room again at midnight.
  play.clock.moveTo(start + 11 * hour);
  await play.signUp('ada');
  const began = play.clock.now();
  const ids = await idsOf(play);
  await Promise.all(ids.map((id, index) => (index % 2 === 0 ? play : other).advance(id)));
  await play.walk(began + 30 * day);
  const sends = await play.rows<{ campaign: string; at: number }>("select campaign, settled_at as at from claims where state = 'sent' order by 2");
  expect(sends[0]).toEqual({ campaign: 'renewal', at: began });
  expect(sends.map(({ at }) => (at - began) / day)).toEqual([0, 1, 2]);
  // Nobody is put off for ever: whoever finds no room within two days is told so, and goes on.
  expect((await play.enrolments()).filter(({ ending }) => ending !== 'finished')).toEqual([]);
  const dropped = await play.rows<{ text: string }>("select text from decisions where code = 'skipped' and detail = 'over_cap'");
  expect(dropped).toHaveLength(names.length - 2);
  expect(dropped[0]?.text).toMatch(/^The cap of 1 marketing emails in 1 day is reached: .* There is no room in time\.$/);
});

test('pain 17: opt-out mid-flight handled badly', async () => {
  const steps = '- send: hello\n- send: more\n  after: 1d\n- task: call\n  team: success';
  const roomy = workspace('caps:\n  - 9 marketing emails in 7d');
  const play = await playOf(database, await compiled(roomy, campaign({ steps }), campaign({ name: 'news', steps })));
  await play.signUp('ada', 'bob');
  const keys = await claimed(play);
  expect(keys).toHaveLength(4);
  play.clock.moveTo(start + minute);
  await play.say('ada', 'unsubscribed', { topic: 'product-tips' });
  await play.walk(start + 3 * day);
  // Nothing leaves after it: neither what was claimed already, nor what comes later, in any campaign.
  expect((await play.sent()).filter(({ what }) => what.startsWith('ada'))).toEqual([]);
  expect((await play.sent()).filter(({ what }) => what.startsWith('bob'))).toHaveLength(4);
  const told = (await play.told('ada')).filter((line) => line.endsWith('unsubscribed'));
  expect(told.filter((line) => line.startsWith('hello withdrawn'))).toHaveLength(2);
  expect(told.filter((line) => line.startsWith('more skipped'))).toHaveLength(2);
  // An objection to mails ends no campaign: what needs no mail goes on.
  expect(await play.rows("select step from tasks t join leads l on l.id = t.lead_id where l.user_id = 'ada'")).toHaveLength(2);
  expect((await play.enrolments()).filter(({ ending }) => ending !== 'finished')).toEqual([]);
});

test('pain 18: failed send stalls or kills the run', async () => {
  const steps = '- send: hello\n- task: call\n  team: success\n- send: more\n  after: 1d';
  const play = await playOf(database, await compiled(campaign({ steps })));
  await play.signUp('refused', 'unclear', 'later');
  const [refused = '', unclear = '', later = ''] = await claimed(play);
  await play.deliver(refused, { kind: 'refused', response: '550 no such user', suppress: 'no_mailbox' });
  await play.deliver(unclear, { kind: 'unknown', response: 'the connection broke at the final dot' });
  await claimed(play);
  // The mail server is away: nothing is lost, and the same message goes when it is back.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const confirmed = await play.claims.confirm(later, 1);
    if (confirmed.kind !== 'ready') throw new Error('not ready');
    await play.claims.release(confirmed.attempt);
    play.clock.moveTo(play.clock.now() + hour);
  }
  await play.walk(start + 3 * day);
  expect((await play.sent()).map(({ what, at }) => `${what} after ${(at - start) / hour} h`)).toEqual([
    'later hello after 3 h',
    'unclear more after 24 h',
    'later more after 27 h',
  ]);
  expect(await play.told('refused')).toEqual(expect.arrayContaining(['hello refused', 'more skipped suppressed', 'finished']));
  expect(await play.told('unclear')).toEqual(expect.arrayContaining(['hello unknown', 'finished']));
  expect(await play.rows('select step from tasks')).toHaveLength(3);
  expect((await play.enrolments()).filter(({ ending }) => ending !== 'finished')).toEqual([]);
});
