import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createIngest } from '../../../../runtime/ingest/ingest-server.js';
import { createConfirmTokens } from '../../../../runtime/ingest/mail/confirm-token.js';
import { createUnsubscribeTokens } from '../../../../runtime/ingest/mail/unsubscribe-token.js';
import { preferencesOf } from '../../../../runtime/service/in-force/preferences-in-force.js';
import { appendEvents } from '../../../../runtime/store/events.js';
import { useCluster } from '../../store/test-database.js';
import type { LeadWorld } from '../lead-world.js';
import { createWorld } from '../lead-world.js';
import { day, minute, releaseOf, workspaceWith } from '../release-for-tests.js';

const open = useCluster();
const tokens = createUnsubscribeTokens('a secret');
const token = tokens.make('ada', 'tips');
const ends: (() => Promise<void>)[] = [];
let world: LeadWorld;
let url = '';
/** Awaited once the page knows what a person gets. */
let known: () => Promise<void>;
beforeEach(async () => {
  known = async () => {};
  const workspace = workspaceWith({
    topics: {
      tips: { title: 'Product tips', opt: 'out' },
      news: { title: 'News & <offers>', opt: 'in' },
      events: { title: 'Webinars', opt: 'out' },
    },
  });
  world = await createWorld(await open(), releaseOf([], workspace));
  await world.identify('ada', { email: 'ada@ada.example' });
  await world.absorb();
  const { desk, clock } = world;
  const preferences = preferencesOf(desk.db, () => workspace);
  const app = await createIngest({
    clock,
    writeKeys: [],
    schema: () => workspace.schema,
    append: (items) => appendEvents(desk.db, items, clock.now()),
    unsubscribe: tokens,
    preferences: {
      async read(userId, now) {
        const choice = await preferences.read(userId, now);
        await known();
        return choice;
      },
    },
    confirm: { tokens: createConfirmTokens('a secret'), titleOf: (topic) => workspace.topics[topic]?.title, salt: 'salt' },
  });
  ends.push(() => app.close());
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const page = async () => (await fetch(`${url}/p/${token}`)).text();
const ticked = (html: string) => [...html.matchAll(/name="topic" value="(\w+)" checked/g)].map(([, name]) => name);
async function choose(...pairs: readonly (readonly [string, string])[]): Promise<string> {
  world.clock.moveTo(world.clock.now() + 2 * minute);
  const body = new URLSearchParams();
  for (const [name, value] of pairs) body.append(name, value);
  const reply = await fetch(`${url}/p/${token}`, { method: 'POST', body });
  return reply.text();
}
const consents = () => world.rows('select topic, granted from consents order by 1');

test('shows what a person gets, and a look changes nothing', async () => {
  const html = await page();
  expect(ticked(html)).toEqual(['tips', 'events']);
  expect(html).toContain('News &amp; &lt;offers&gt;');
  expect(html).not.toContain('ada');
  expect(html).not.toContain('<script');
  expect(await world.rows("select 1 from events where kind = 'track'")).toEqual([]);
});

test('takes down what changed, and only that', async () => {
  const html = await choose(['topic', 'tips'], ['topic', 'news']);
  expect(html).toContain('role="status"');
  expect(ticked(html)).toEqual(['tips', 'news']);
  // Before it was worked in, and after.
  expect(ticked(await page())).toEqual(['tips', 'news']);
  await world.absorb();
  expect(await consents()).toEqual([{ topic: 'events', granted: false }, { topic: 'news', granted: true }]);
  expect(ticked(await page())).toEqual(['tips', 'news']);
});

test('ends everything, topics to come as well, and a topic chosen later counts again', async () => {
  await choose(['topic', 'news'], ['nothing', '1']);
  expect(ticked(await page())).toEqual([]);
  await world.absorb();
  expect(await consents()).toContainEqual({ topic: '*', granted: false });
  await choose(['topic', 'events']);
  await world.absorb();
  expect(ticked(await page())).toEqual(['events']);
});

test('sent again, says nothing twice', async () => {
  await choose(['topic', 'tips']);
  await choose(['topic', 'tips']);
  expect(await world.rows("select name from events where source = 'preferences'")).toEqual([{ name: 'unsubscribed' }]);
});

test('pressed twice at one moment, says it once', async () => {
  let waiting = 0;
  let both = (): void => {};
  const together = new Promise<void>((resolve) => (both = resolve));
  known = () => {
    waiting += 1;
    if (waiting === 2) both();
    return together;
  };
  const body = 'topic=tips';
  await Promise.all([1, 2].map(() => fetch(`${url}/p/${token}`, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })));
  expect(await world.rows("select name from events where source = 'preferences'")).toEqual([{ name: 'unsubscribed' }]);
});

test('cannot be asked for topics that there are not', async () => {
  await choose(['topic', 'tips'], ['topic', 'events'], ['topic', 'made-up']);
  expect(await world.rows("select 1 from events where source = 'preferences'")).toEqual([]);
});

test('asks how often, takes it down with the event, and a look shows it', async () => {
  expect(ticked(await page())).toEqual(['tips', 'events']);
  expect(await page()).toContain('name="often" value="any" checked');
  const html = await choose(['topic', 'tips'], ['topic', 'events'], ['often', 'weekly'], ['pause', '1']);
  for (const shown of [html, await page()]) {
    expect(shown).toContain('name="often" value="weekly" checked');
    expect(shown).toContain('name="pause" value="1" checked');
  }
  expect(await world.rows("select name, properties from events where source = 'preferences'")).toEqual([
    { name: 'frequency_chosen', properties: { at_most: 'weekly', pause: true } },
  ]);
  await world.absorb();
  expect(await page()).toContain('name="often" value="weekly" checked');
  // Saved again, it says nothing and makes no pause longer.
  await choose(['topic', 'tips'], ['topic', 'events'], ['often', 'weekly'], ['pause', '1']);
  expect(await world.rows("select 1 from events where source = 'preferences'")).toHaveLength(1);
  // Whoever chooses among topics alone, as on an older page, changes nothing of it.
  await choose(['topic', 'tips']);
  await world.absorb();
  expect(await page()).toContain('name="often" value="weekly" checked');
  await choose(['topic', 'tips'], ['often', 'any']);
  await world.absorb();
  expect(await page()).toContain('name="often" value="any" checked');
  expect(await page()).not.toContain('name="pause" value="1" checked');
});

test('a pause is over after 30 days', async () => {
  await choose(['topic', 'tips'], ['topic', 'events'], ['often', 'any'], ['pause', '1']);
  await world.absorb();
  world.clock.moveTo(world.clock.now() + 30 * day - minute);
  expect(await page()).toContain('value="1" checked');
  world.clock.moveTo(world.clock.now() + minute);
  expect(await page()).not.toContain('value="1" checked');
});

describe('a wrong link', () => {
  test.each([
    ['that is not ours', 'nonsense'],
    ['of a person who is gone', tokens.make('nobody', 'tips')],
  ])('%s shows and takes nothing', async (_which, wrong) => {
    expect((await fetch(`${url}/p/${wrong}`)).status).toBe(404);
    expect((await fetch(`${url}/p/${wrong}`, { method: 'POST', body: 'nothing=1' })).status).toBe(404);
    expect(await world.rows("select 1 from events where kind = 'track'")).toEqual([]);
  });
});

test('the page of unsubscribing leads to the choice', async () => {
  const html = await (await fetch(`${url}/u/${token}`)).text();
  expect(html).toContain(`<a href="../p/${token}">`);
  // As readers know the topic.
  expect(html).toContain('<strong>Product tips</strong>');
});
