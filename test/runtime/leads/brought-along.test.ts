import { beforeEach, describe, expect, test } from 'vitest';
import type { Plan, WatchedEntry } from '../../../compiler/plan/ir.js';
import { quietSource } from '../../../runtime/store/imports/imports.js';
import { appendEvents } from '../../../runtime/store/events.js';
import { storeSends } from '../../../runtime/store/imports/imported-sends.js';
import { inTransaction } from '../../../runtime/store/transaction.js';
import { useCluster } from '../store/test-database.js';
import type { TestDatabase } from '../store/test-database.js';
import { createWorld } from './lead-world.js';
import type { LeadWorld } from './lead-world.js';
import { attributeIs, day, planOf, releaseOf, sendOf, start, workspaceWith } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

let said = 0;
async function bring(
  world: LeadWorld,
  userId: string,
  properties: Readonly<Record<string, unknown>>,
  { name = 'identify', at = world.clock.now() }: { readonly name?: string; readonly at?: number } = {},
): Promise<void> {
  const kind = name === 'identify' ? 'identify' : 'track';
  const messageId = `row-${(said += 1)}`;
  await appendEvents(database.db, [{ source: quietSource, messageId, userId, kind, name, at, properties }], world.clock.now());
  await world.absorb();
}

const interests = { events: [], attributes: ['plan', 'size'], score: false };
const becomesPro: WatchedEntry = { kind: 'becomes', condition: attributeIs('plan', 'pro'), already: { kind: 'skip' }, again: { kind: 'never' }, interests };

function watching(campaign: string, watch: WatchedEntry, more: Partial<Plan> = {}): Plan {
  return planOf(campaign, [sendOf('first')], { enter: [], watch: [watch], ...more });
}

describe('what was brought along', () => {
  test('lets nobody in: neither by a condition that holds, nor by a change, a date that is past, or a score', async () => {
    const changed = planOf('changed', [sendOf('first')], { enter: [{ event: 'changed(lead.plan)', again: { kind: 'always' } }] });
    const past: WatchedEntry = {
      kind: 'at',
      moment: { kind: 'at', anchor: { kind: 'date', date: { kind: 'attribute', name: 'renewal', type: 'date' } } },
      late: 'enter',
      again: { kind: 'round' },
      interests: { ...interests, attributes: ['renewal'] },
    };
    const ready = planOf('ready', [sendOf('first')], { enter: [{ event: 'sdr_ready', again: { kind: 'always' } }] });
    const { schema } = workspaceWith();
    const workspace = workspaceWith({
      schema: { ...schema, lead: { ...schema.lead, renewal: { type: 'date', personal: false } } },
      scoring: { ready: 10, fit: [{ name: 'plan', rules: [{ points: 20, when: attributeIs('plan', 'pro') }] }], pain: [] },
    });
    const world = await createWorld(database, releaseOf([watching('becomes', becomesPro), watching('past', past), changed, ready], workspace));
    await world.identify('known', { size: 5 });
    await world.absorb();
    const row = { plan: 'pro', renewal: '2026-01-01' };
    await bring(world, 'known', row);
    await bring(world, 'new', row);
    expect(await world.enrolments()).toEqual([]);
    expect(await world.rows("select user_id, attributes->>'plan' as plan, fit, ready_since is not null as ready from leads order by 1")).toEqual([
      { user_id: 'known', plan: 'pro', fit: 20, ready: true },
      { user_id: 'new', plan: 'pro', fit: 20, ready: true },
    ]);
    // What held when it was brought along is no turn; what turns later is one.
    await world.identify('new', { size: 5 });
    await world.absorb();
    expect(await world.enrolments()).toEqual([]);
    await world.identify('new', { plan: 'free' });
    await world.identify('new', { plan: 'pro' });
    await world.absorb();
    expect((await world.enrolments()).map(({ campaign }) => campaign)).toEqual(['becomes', 'changed', 'ready']);
    // A date that comes is one for those who were brought along, too.
    await bring(world, 'next', { renewal: '2026-03-05' });
    world.clock.moveTo(start + 3 * day);
    await world.say('next', 'seen');
    await world.absorb();
    expect((await world.enrolments('past')).length).toBe(1);
  });

  test('moves those who are inside', async () => {
    const plan = planOf('inside', [sendOf('late', { due: { kind: 'after', duration: { amount: 9, unit: 'd' } } })], {
      leave: [{ kind: 'when', when: attributeIs('plan', 'pro') }],
      attributes: ['plan'],
    });
    const world = await createWorld(database, releaseOf([plan]));
    await world.say('ada', 'signed_up');
    await world.absorb();
    await bring(world, 'ada', { plan: 'pro' });
    expect(await world.enrolments()).toMatchObject([{ ending: 'left' }]);
  });

  test('a consent of somebody nobody knew keeps no later turn from letting the lead in', async () => {
    const world = await createWorld(database, releaseOf([watching('becomes', becomesPro)]));
    await bring(world, 'ada', { topic: 'tips' }, { name: 'unsubscribed', at: start - day });
    expect(await world.rows('select topic, granted from consents')).toEqual([{ topic: 'tips', granted: false }]);
    await world.identify('ada', { plan: 'pro' });
    await world.absorb();
    expect(await world.enrolments()).toHaveLength(1);
  });

  test.each([
    ['an older yes does not outweigh a no', [['unsubscribed', 'tips', 2], ['subscribed', 'tips', 1]], false],
    ['nor one of the same moment', [['unsubscribed', 'tips', 2], ['subscribed', 'tips', 2]], false],
    ['nor one to a topic, a no to everything', [['unsubscribed', '', 2], ['subscribed', 'other', 1]], false],
    ['a later one does', [['unsubscribed', 'tips', 2], ['subscribed', 'tips', 3]], true],
  ] as const)('%s', async (_, words, granted) => {
    const topics = { tips: { title: 'Tips', opt: 'in' } } as const;
    const world = await createWorld(database, releaseOf([], workspaceWith({ topics })));
    for (const [name, topic, at] of words) await bring(world, 'ada', topic === '' ? {} : { topic }, { name, at: start - 9 * day + at });
    const rows = await world.rows<{ granted: boolean }>('select distinct granted from consents');
    expect(rows).toEqual([{ granted }]);
  });
});

describe('a message that another system sent', () => {
  const message = (changes: object = {}) => ({
    userId: 'ada',
    campaign: 'hello',
    step: 'first',
    class: 'marketing' as const,
    channel: 'email',
    item: null,
    at: start - day,
    key: null,
    ...changes,
  });
  const store = (...sends: readonly ReturnType<typeof message>[]) => inTransaction(database.db, async (tx) => storeSends(tx, sends));
  const hello = planOf('hello', [sendOf('first', { next: 'second' }), sendOf('second')]);

  async function advanced(plan: Plan, caps: { readonly count: number; readonly windowMs: number }[] = []) {
    const world = await createWorld(database, releaseOf([plan], workspaceWith({ caps, overCapDeferMs: 9 * day })));
    return {
      world,
      async first() {
        await world.say('ada', 'signed_up');
        await world.absorb();
        const [row] = await world.enrolments();
        return world.advance(row?.id ?? '');
      },
    };
  }

  test('does not go out again; what comes behind it does', async () => {
    const { world, first } = await advanced(hello);
    await world.identify('ada', { email: 'ada@example.com' });
    await world.absorb();
    await store(message(), message());
    expect(await first()).toMatchObject({ kind: 'deliver', name: 'hello/second' });
    expect(await world.rows("select step, detail, text from decisions where code = 'skipped'")).toEqual([
      { step: 'first', detail: 'imported', text: 'The system before this one sent it on 2026-03-01 12:00 UTC.' },
    ]);
    expect(await world.rows('select count(*) as n from claims where imported')).toEqual([{ n: 1 }]);
  });

  test('where a lead may come again, is another one than that of the next time', async () => {
    const again = { ...hello, enter: [{ event: 'signed_up', again: { kind: 'always' as const } }] };
    const { world, first } = await advanced(again);
    await world.identify('ada', { email: 'ada@example.com' });
    await world.absorb();
    await store(message());
    expect(await first()).toMatchObject({ kind: 'deliver', name: 'hello/first' });
  });

  test('counts for caps, also where it has no counterpart', async () => {
    const { world, first } = await advanced(hello, [{ count: 1, windowMs: 7 * day }]);
    await world.identify('ada', { email: 'ada@example.com' });
    await world.absorb();
    await store(message({ campaign: '', step: '' }));
    expect(await first()).toMatchObject({ kind: 'wait' });
    expect(await world.rows("select detail from decisions where code = 'held'")).toEqual([{ detail: 'over_cap' }]);
  });
});
