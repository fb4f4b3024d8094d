import { beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../../runtime/store/transaction.js';
import { useCluster } from '../store/test-database.js';
import type { TestDatabase } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { createWorld, handsOn } from './lead-world.js';
import { day, hour, minute, planOf, releaseOf, sendOf, start, workspaceWith } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const crowd = 200;

/** A lead in 200 campaigns whose messages are all due now, and one in a campaign of its own. */
async function crowdedWorld(): Promise<{ world: LeadWorld; crowded: readonly string[]; other: string }> {
  const plans = Array.from({ length: crowd }, (_, index) => planOf(`c${index}`, [sendOf('hello')]));
  const alone = planOf('alone', [sendOf('hello')], { enter: [{ event: 'arrived', again: { kind: 'never' } }] });
  const caps = [{ count: 2, windowMs: day }];
  const world = await createWorld(database, releaseOf([...plans, alone], workspaceWith({ caps, overCapDeferMs: 3 * day })));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.identify('bob', { email: 'bob@example.com' });
  await world.say('bob', 'arrived');
  await world.absorb();
  const all = await world.enrolments();
  const crowded = all.filter(({ campaign }) => campaign !== 'alone').map(({ id }) => id);
  return { world, crowded, other: all.find(({ campaign }) => campaign === 'alone')?.id ?? '' };
}

test('200 campaigns of one lead that wake at once never break the cap, and none of them is forgotten', async () => {
  const { world, crowded } = await crowdedWorld();
  const second = handsOn(database, world.clock);
  // As a process does before it begins: 200 plans are not read with a lead's lock held.
  await second.desk.releases.current(database.db);
  expect(crowded).toHaveLength(crowd);
  let due: readonly string[] = crowded;
  for (let round = 0; round < 10 && due.length > 0; round += 1) {
    const answers = await Promise.all(due.map((id, index) => (index % 2 === 0 ? world : second).advance(id)));
    for (const answer of answers) if (answer.kind === 'deliver') await world.deliver(answer.sendKey);
    for (const [index, answer] of answers.entries()) if (answer.kind === 'deliver') await world.advance(due[index] ?? '');
    const open = (await world.enrolments()).filter(({ ending, campaign }) => ending === null && campaign !== 'alone');
    const next = Math.min(...open.map(({ resting_until: until }) => until ?? Number.POSITIVE_INFINITY));
    due = open.filter(({ resting_until: until }) => until === next).map(({ id }) => id);
    if (due.length > 0) world.clock.moveTo(next);
  }
  const sent = await world.rows<{ at: number }>("select settled_at as at from claims where state = 'sent' order by 1");
  // Two a day, on the day itself and for the three days that a message may wait.
  expect(sent.map(({ at }) => (at - start) / day)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  const endings = await world.rows("select ending, count(*)::int as n from enrolments where campaign <> 'alone' group by 1");
  expect(endings).toEqual([{ ending: 'finished', n: crowd }]);
  const skipped = await world.rows<{ n: number; text: string }>(
    "select count(*)::int as n, min(text) as text from decisions where code = 'skipped' and detail = 'over_cap'",
  );
  expect(skipped[0]?.n).toBe(crowd - sent.length);
  expect(skipped[0]?.text).toMatch(/^The cap of 2 marketing emails in 1 day is reached: .* There is no room in time\.$/);
});

test('another lead is looked at while 200 looks at one lead queue, and while that one’s row is locked', async () => {
  const { world, crowded, other } = await crowdedWorld();
  let done = 0;
  const queueing = crowded.map((id) => world.advance(id).then(() => (done += 1)));
  expect(await world.advance(other)).toMatchObject({ kind: 'deliver' });
  expect(done).toBeLessThan(crowd / 4);
  await Promise.all(queueing);

  const connections = database.db.pool.options.max ?? 10;
  await inTransaction(database.db, async (tx) => {
    await tx.query({ name: 'test-lock-ada', text: "select id from leads where user_id = 'ada' for update" });
    const stuck = Promise.allSettled(crowded.slice(0, 2 * connections).map((id) => world.advance(id)));
    // All of them wait in front of one connection, and not of all.
    expect(await world.advance(other)).toMatchObject({ kind: 'deliver' });
    void stuck;
  });
});

const oneADay = { caps: [{ count: 1, windowMs: day }], overCapDeferMs: 5 * day, priority: ['renewal', 'nurture'] };

async function worldOfTwo(renewal: 'now' | 'later'): Promise<{ world: LeadWorld; low: string; high: string }> {
  const due = renewal === 'now' ? ({ kind: 'now' } as const) : ({ kind: 'after', duration: { amount: 5, unit: 'h' } } as const);
  const plans = [
    planOf('a-tip', [sendOf('tip')], { kind: 'nurture' }),
    planOf('b-renewal', [sendOf('reminder', { due })], {
      kind: 'renewal',
      leave: [{ kind: 'on', event: 'renewed' }],
      events: ['renewed'],
    }),
  ];
  const world = await createWorld(database, releaseOf(plans, workspaceWith(oneADay)));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const [low, high] = await world.enrolments();
  return { world, low: low?.id ?? '', high: high?.id ?? '' };
}

test('of two messages at one moment the higher one leaves, whoever is asked first', async () => {
  const { world, low, high } = await worldOfTwo('now');
  expect(await world.advance(low)).toMatchObject({ kind: 'wait' });
  const answer = await world.advance(high);
  if (answer.kind !== 'deliver') throw new Error('the higher one is held');
  expect(await world.deliver(answer.sendKey)).toBe('handed over');
  await world.advance(high);
  world.clock.moveTo(start + minute);
  expect(await world.advance(low)).toMatchObject({ kind: 'wait' });
  world.clock.moveTo(start + day);
  expect(await world.advance(low)).toMatchObject({ kind: 'deliver' });
  const said = await world.rows<{ said: string }>("select concat_ws(' ', code, detail, text) as said from decisions where campaign = 'a-tip' order by id");
  expect(said.map((row) => row.said)).toEqual([
    'entered signed_up Entered on signed_up.',
    'held priority Gives way to b-renewal/reminder, due now: the cap of 1 marketing emails in 1 day has no room for both. Held until 2026-03-02 12:01 UTC.',
    'held over_cap The cap of 1 marketing emails in 1 day is reached: sent 2026-03-02 12:00. Held until 2026-03-03 12:00 UTC.',
    'claimed Every check passed (marketing emails: 0 of 1 in 1 day); handed to the channel.',
  ]);
});

test('what gave way goes a minute after the other one did not', async () => {
  const { world, low, high } = await worldOfTwo('later');
  expect(await world.advance(high)).toMatchObject({ kind: 'wait' });
  expect(await world.advance(low)).toMatchObject({ kind: 'wait' });
  expect((await world.enrolments('a-tip'))[0]?.resting_until).toBe(start + 5 * hour + minute);
  world.clock.moveTo(start + hour);
  await world.say('ada', 'renewed');
  await world.absorb();
  world.clock.moveTo(start + 5 * hour + minute);
  expect(await world.advance(low)).toMatchObject({ kind: 'deliver' });
});

test('a message that was claimed gives way to a higher one that comes up before the hand-over', async () => {
  const plans = [
    planOf('a-tip', [sendOf('tip')], { kind: 'nurture' }),
    planOf('b-renewal', [sendOf('reminder')], { kind: 'renewal', enter: [{ event: 'expiring', again: { kind: 'never' } }] }),
  ];
  const world = await createWorld(database, releaseOf(plans, workspaceWith({ ...oneADay, caps: [{ count: 2, windowMs: day }] })));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const answer = await world.advance((await world.enrolments())[0]?.id ?? '');
  if (answer.kind !== 'deliver') throw new Error('nothing to deliver');
  await world.rows("update workspace set workspace = jsonb_set(workspace, '{caps,0,count}', '1'), revision = revision + 1");
  await world.say('ada', 'expiring');
  expect(await world.deliver(answer.sendKey)).toBe('not');
  expect(await world.rows("select detail from decisions where code = 'withdrawn'")).toEqual([{ detail: 'priority' }]);
});

/** Two campaigns of one lead that both have a message to hand over. */
async function worldOfTwins(kind: 'marketing' | 'transactional') {
  const email = kind === 'marketing' ? ({ class: 'marketing', topic: 'tips', from: 'us' } as const) : ({ class: 'transactional', from: 'us' } as const);
  const plans = ['one', 'two'].map((name) => planOf(name, [sendOf('hello', { email })]));
  const world = await createWorld(database, releaseOf(plans));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up');
  await world.absorb();
  const keys: string[] = [];
  const ids = (await world.enrolments()).map(({ id }) => id);
  for (const id of ids) {
    const answer = await world.advance(id);
    if (answer.kind === 'deliver') keys.push(answer.sendKey);
  }
  const [first = '', second = ''] = keys;
  return { world, first, second, waiting: ids[1] ?? '' };
}

test('the same words to the same address are held for a day, also when both are handed over at once', async () => {
  const { world, first, second, waiting } = await worldOfTwins('marketing');
  const confirmed = await Promise.all([first, second].map((key) => world.claims.confirm(key, 1, () => 'the same words')));
  const [ready] = confirmed.filter(({ kind }) => kind === 'ready');
  expect(confirmed.map(({ kind }) => kind).toSorted()).toEqual(['ready', 'withdrawn']);
  if (ready?.kind !== 'ready') throw new Error('neither is ready');
  await world.claims.underWay(ready.attempt, 'the same words');
  await world.claims.settle(ready.attempt, { kind: 'sent', response: '250 ok' });
  expect(await world.rows("select detail from decisions where code = 'withdrawn'")).toEqual([{ detail: 'same_content' }]);
  expect(await world.advance(waiting)).toMatchObject({ kind: 'wait' });
  expect((await world.enrolments()).find(({ id }) => id === waiting)?.resting_until).toBe(start + day);
  expect(await world.rows("select text from decisions where code = 'held'")).toEqual([
    { text: 'The same words went to this address at 2026-03-02 12:00 (one/hello). Held until 2026-03-03 12:00 UTC.' },
  ]);
  world.clock.moveTo(start + day);
  expect(await world.advance(waiting)).toMatchObject({ kind: 'deliver', sendKey: second });
  expect(await world.claims.confirm(second, 1, () => 'the same words')).toMatchObject({ kind: 'ready' });
});

test('the same words of transactional mail leave twice', async () => {
  const { world, first, second } = await worldOfTwins('transactional');
  for (const key of [first, second]) {
    expect(await world.claims.confirm(key, 1, () => 'the same words')).toMatchObject({ kind: 'ready' });
  }
});

test('a message that cannot be rendered stays claimed, and nothing else is lost with it', async () => {
  const { world, first } = await worldOfTwins('marketing');
  await world.say('ada', 'visited');
  const broken = world.claims.confirm(first, 1, () => {
    throw new Error('no such filter');
  });
  await expect(broken).rejects.toThrow('no such filter');
  expect(await world.rows("select count(*)::int as n from lead_inbox")).toEqual([{ n: 1 }]);
  expect(await world.claims.confirm(first, 1, () => 'words')).toMatchObject({ kind: 'ready' });
});
