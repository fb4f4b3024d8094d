import { expect, test } from 'vitest';

import { deliberate, tellStory } from '../../../examples/saas/story.js';
import { fits, schemaOf } from './schema-of.js';

const story = tellStory(1);
const schema = await schemaOf(new URL('../../../examples/saas/', import.meta.url).pathname);
const quarter = 15 * 60_000;
const begins = Date.UTC(2026, 0, 5);

test('the same seed tells the same story, another seed another one', () => {
  expect(tellStory(1)).toEqual(story);
  expect(tellStory(2)).not.toEqual(story);
});

test.each([0, 1, 2, 7, 4_294_967_295])('seed %i: about two hundred leads in at most 2,500 acts', (seed) => {
  const acts = tellStory(seed);
  expect(new Set(acts.map(({ userId }) => userId)).size).toBe(200);
  expect(acts.length).toBeGreaterThan(1_000);
  expect(acts.length).toBeLessThanOrEqual(2_500);
});

test('a smaller cast is a shorter story', () => {
  expect(new Set(tellStory(1, 20).map(({ userId }) => userId)).size).toBe(20);
  expect(tellStory(1, 0)).toEqual([]);
});

test('everything happens within ninety days, in order, on quarters of an hour', () => {
  let before = begins;
  for (const { at } of story) {
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at % quarter).toBe(0);
    before = at;
  }
  expect(before).toBeLessThan(begins + 90 * 86_400_000);
});

test('many leads share their moments', () => {
  expect(new Set(story.map(({ at }) => at)).size).toBeLessThan(story.length * 0.6);
});

test('every act is one that the schema declares, but for what is wrong on purpose', () => {
  const wrong = story.flatMap((act) => {
    const declared = act.kind === 'identify' ? schema.lead : schema.events.get(act.name);
    if (declared === undefined) return [`${act.userId}: no event ${act.kind === 'track' ? act.name : ''}`];
    const values = act.kind === 'identify' ? act.traits : act.properties;
    return Object.entries(values).flatMap(([name, value]) => {
      const field = declared.get(name);
      if (field === undefined) return name === deliberate.undeclaredTrait ? [] : [`${act.userId}: no ${name}`];
      return fits(field, value) ? [] : [`${act.userId}: ${name} is ${String(value)}`];
    });
  });
  expect(wrong).toEqual([]);
});

test('one lead sends an attribute nobody declared, and one lives where no clock is', () => {
  const traits = story.flatMap((act) => (act.kind === 'identify' ? [act.traits] : []));
  expect(traits.filter((one) => deliberate.undeclaredTrait in one)).toHaveLength(1);
  expect(traits.filter((one) => one['time_zone'] === deliberate.unknownZone)).toHaveLength(1);
});

test('three leads have no address, and no two share one; all are at example domains', () => {
  const addresses = new Map<string, string>();
  for (const act of story) {
    if (act.kind === 'identify' && typeof act.traits['email'] === 'string') {
      addresses.set(act.userId, act.traits['email']);
    }
  }
  expect(addresses.size).toBe(197);
  expect(new Set(addresses.values()).size).toBe(197);
  for (const address of addresses.values()) expect(address).toMatch(/^[a-z.-]+@(example\.(com|org)|[a-z-]+\.example)$/);
});

test('the leads live in seven zones', () => {
  const zones = new Set(story.flatMap((act) => (act.kind === 'identify' ? [act.traits['time_zone']] : [])));
  zones.delete(undefined);
  zones.delete(deliberate.unknownZone);
  expect(Array.from(zones, String).toSorted((one, other) => one.localeCompare(other))).toEqual([
    'America/Los_Angeles',
    'America/New_York',
    'America/Sao_Paulo',
    'Asia/Kolkata',
    'Asia/Tokyo',
    'Europe/Berlin',
    'Europe/London',
  ]);
});

test('nobody acts before being known, or in the product before having an account', () => {
  const known = new Set<string>();
  const inside = new Set<string>();
  const needsAccount = new Set(['logged_in', 'document_created', 'document_sent', 'document_signed', 'activated']);
  for (const act of story) {
    if (act.kind === 'identify') known.add(act.userId);
    else {
      expect(known.has(act.userId)).toBe(true);
      if (act.name === 'signed_up' || act.name === 'subscription_started') inside.add(act.userId);
      if (needsAccount.has(act.name)) expect(inside.has(act.userId), `${act.userId} ${act.name}`).toBe(true);
    }
  }
});
