import { beforeEach, expect, test } from 'vitest';
import type { Release } from '../../../compiler/plan/ir.js';
import { absorb } from '../../../runtime/leads/absorbing/absorb.js';
import { countEntering } from '../../../runtime/leads/bulk/head-count.js';
import { sweepOne } from '../../../runtime/leads/bulk/sweep.js';
import { workDue } from '../../../runtime/leads/bulk/work-due.js';
import type { LeadDesk } from '../../../runtime/leads/lead-lock.js';
import { takeDueEntries } from '../../../runtime/store/entering/due-entries.js';
import { appendEvents } from '../../../runtime/store/events.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import type { Transaction } from '../../../runtime/store/transaction.js';
import { campaignText, checkWhole } from '../../compiler/whole-repository.js';
import type { TestDatabase } from '../store/test-database.js';
import { useCluster } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { createWorld, handsOn } from './lead-world.js';
import { day, hour, minute, planOf, releaseOf, sendOf, start, workspaceWith } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

async function releaseWith(enter: string): Promise<Release> {
  const { release, diagnostics } = await checkWhole(campaignText({ enter }));
  if (release === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return release;
}

/** The campaign that nobody enters: what is applied later finds leads there. */
const before = '- on: subscription_started';

/** Goes through all leads for what is new, and works in what is due by now; answers the failures. */
async function catchUp(desk: LeadDesk, now: number, realNow = Date.now()): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  while (await sweepOne(desk, () => realNow)) continue;
  for (;;) {
    const entries = await takeDueEntries(desk.db, now, realNow, 200);
    if (entries.length === 0) return failures;
    await workDue(desk, entries, { concurrency: 4, onFailure: (error) => failures.push(error) });
  }
}

async function moveTo(world: LeadWorld, at: number): Promise<void> {
  world.clock.moveTo(at);
  expect(await catchUp(world.desk, at)).toEqual([]);
}

const entries = `select l.user_id as lead, e.entered_at as at, d.text from enrolments e join leads l on l.id = e.lead_id
  join decisions d on d.enrolment_id = e.id and d.code = 'entered' where e.campaign = 'demo' order by e.entered_at, l.user_id`;

async function entered(world: LeadWorld): Promise<readonly (readonly [string, number])[]> {
  return (await world.rows<{ lead: string; at: number }>(entries)).map(({ lead, at }) => [lead, at] as const);
}

test('at launch, leads for whom the condition holds stay out, and time alone lets in the others', async () => {
  const world = await createWorld(database, await releaseWith(before));
  await world.say('ada', 'page_viewed');
  await world.say('grace', 'signed_up');
  await world.absorb();
  world.clock.moveTo(start + 2 * day);
  const release = await releaseWith('- becomes: not did(page_viewed in last 14d)\n  already: skip');
  await applyRelease(database.db, release, world.clock.now());
  await moveTo(world, start + 2 * day);
  expect(await entered(world)).toEqual([]);
  await moveTo(world, start + 14 * day + hour);
  expect(await entered(world)).toEqual([['ada', start + 14 * day]]);
  const [told] = await world.rows<{ text: string }>(entries);
  expect(told?.text).toContain('page_viewed did not happen');
});

test('with "already: enter" and "since" the launch lets in those who are meant', async () => {
  const world = await createWorld(database, await releaseWith(before));
  await world.say('ada', 'page_viewed');
  world.clock.moveTo(start + day);
  await world.say('grace', 'page_viewed');
  await world.absorb();
  world.clock.moveTo(start + 20 * day);
  // Ada fell silent 14 days after the 2nd of March, Grace a day later.
  const since = await releaseWith('- becomes: did(page_viewed ever) and not did(page_viewed in last 14d)\n  already: since 2026-03-17');
  await applyRelease(database.db, since, world.clock.now());
  await moveTo(world, start + 20 * day);
  expect(await entered(world)).toEqual([['grace', start + 20 * day]]);
  const all = await releaseWith('- becomes: did(page_viewed ever) and not did(page_viewed in last 14d)\n  already: enter');
  await applyRelease(database.db, all, world.clock.now());
  await moveTo(world, start + 20 * day);
  expect((await entered(world)).map(([lead]) => lead)).toEqual(['ada', 'grace']);
});

test('an event that comes before anybody has gone through the leads finds what held at launch', async () => {
  const world = await createWorld(database, await releaseWith(before));
  await world.identify('ada', { company_size: 200 });
  await world.identify('grace', { company_size: 20 });
  await world.absorb();
  await applyRelease(database.db, await releaseWith('- becomes: lead.company_size > 100\n  already: skip'), world.clock.now());
  world.clock.moveTo(start + hour);
  await world.identify('ada', { company_size: 300 });
  await world.identify('grace', { company_size: 300 });
  await world.identify('linus', { company_size: 300 });
  await world.absorb();
  await moveTo(world, start + 2 * hour);
  expect(await entered(world)).toEqual([['grace', start + hour], ['linus', start + hour]]);
});

test('silence is broken by an event that nobody has worked in yet', async () => {
  const world = await createWorld(database, await releaseWith('- on: page_viewed\n  unless: order_placed within 30min'));
  await world.say('ada', 'page_viewed');
  await world.say('grace', 'page_viewed');
  await world.absorb();
  world.clock.moveTo(start + 10 * minute);
  await world.say('ada', 'order_placed');
  await moveTo(world, start + hour);
  expect(await entered(world)).toEqual([['grace', start + 30 * minute]]);
});

test('an order that arrives before the cart it was made from breaks the silence all the same', async () => {
  const world = await createWorld(database, await releaseWith('- on: page_viewed\n  unless: order_placed within 30min'));
  world.clock.moveTo(start + 10 * minute);
  await world.say('ada', 'order_placed');
  await world.absorb();
  const late = { source: 'test', messageId: 'late', userId: 'ada', kind: 'track', name: 'page_viewed', properties: {} } as const;
  await appendEvents(database.db, [{ ...late, at: start }], start + 11 * minute);
  await world.absorb();
  await moveTo(world, start + hour);
  expect(await entered(world)).toEqual([]);
});

test('a change is told with what was there before', async () => {
  const world = await createWorld(database, await releaseWith('- on: changed(lead.plan)\n  where: event.old == "free"'));
  await world.identify('ada', { plan: 'free' });
  await world.identify('ada', { plan: 'pro' });
  await world.identify('grace', { plan: 'pro' });
  await world.absorb();
  expect(await entered(world)).toEqual([['ada', start]]);
  expect(await world.rows("select properties from events where name like 'changed%' order by seq")).toEqual([
    { properties: { new: 'free' } },
    { properties: { old: 'free', new: 'pro' } },
    { properties: { new: 'pro' } },
  ]);
});

test('a date moves with the attribute and with the zone, and comes once', async () => {
  const world = await createWorld(database, await releaseWith('- at: lead.renewal_date 09:00\n  late: skip'));
  await world.identify('ada', { renewal_date: '2026-03-05', time_zone: 'UTC' });
  await world.identify('grace', { renewal_date: '2026-03-01', time_zone: 'UTC' });
  await world.absorb();
  world.clock.moveTo(start + hour);
  await world.identify('ada', { renewal_date: '2026-03-06', time_zone: 'Asia/Tokyo' });
  await world.absorb();
  const ninth = Date.parse('2026-03-06T00:00:00Z');
  await moveTo(world, ninth - minute);
  expect(await entered(world)).toEqual([]);
  await moveTo(world, ninth + hour);
  await world.identify('ada', { time_zone: 'America/New_York' });
  await world.absorb();
  await moveTo(world, ninth + 2 * day);
  expect(await entered(world)).toEqual([['ada', ninth]]);
});

test('a moment that nobody could look at in time is late', async () => {
  const world = await createWorld(database, await releaseWith('- at: lead.renewal_date 09:00\n  late: skip'));
  await world.identify('ada', { renewal_date: '2026-03-05', time_zone: 'UTC' });
  await world.absorb();
  await moveTo(world, Date.parse('2026-03-05T12:00:00Z'));
  expect(await entered(world)).toEqual([]);
  expect(await world.rows("select detail from decisions where code = 'stayed_out'")).toEqual([{ detail: 'late' }]);
});

const broadcast = '- at: 2026-03-04 09:00 lead time spread 2h\n  to: power-users\n  late: enter';
const crowd = 560;
const nine = Date.parse('2026-03-04T09:00:00Z');

async function bringCrowd(world: LeadWorld): Promise<void> {
  const items = Array.from({ length: crowd }, (_, index) => ({
    source: 'test',
    messageId: `crowd-${index}`,
    userId: `lead-${String(index).padStart(4, '0')}`,
    kind: 'identify' as const,
    name: 'identify',
    at: start,
    properties: { company_size: index % 7 === 0 ? 200 : 20, time_zone: 'UTC' },
  }));
  await appendEvents(database.db, items, start);
  await world.absorb();
}

test('a broadcast that crashes anywhere goes on where it was, and lets each lead in once', async () => {
  const world = await createWorld(database, await releaseWith(before));
  await bringCrowd(world);
  await applyRelease(database.db, await releaseWith(broadcast), world.clock.now());
  // The first process dies after one page.
  let pages = 0;
  await sweepOne(world.desk, () => 1_000, () => (pages += 1) > 1);
  expect(await world.rows("select cursor > 0 and not done as halfway from entry_sweeps where way like 'at-%'")).toEqual([{ halfway: true }]);
  const second = handsOn(database, world.clock);
  // Nobody else gets it while the first may live.
  expect(await sweepOne(second.desk, () => 2_000)).toBe(false);
  expect(await sweepOne(second.desk, () => 1_000_000)).toBe(true);
  expect(await world.rows('select count(*)::int as planted from entry_watches')).toEqual([{ planted: crowd }]);

  world.clock.moveTo(nine + 2 * hour);
  // The next one dies in the midst of the leads.
  let let_in = 0;
  const dying: LeadDesk = {
    ...world.desk,
    withLead: async (lead, work) => {
      if ((let_in += 1) > 30) throw new Error('the process died');
      return world.desk.withLead(lead, work);
    },
    // So nobody comes in with others.
    withLocks: () => Promise.reject(new Error('the process died')),
  };
  const failures = await catchUp(dying, world.clock.now(), 1_000_000);
  expect(failures.length).toBeGreaterThan(0);
  expect((await entered(world)).length).toBe(30);
  expect(await catchUp(second.desk, world.clock.now(), 2_000_000)).toEqual([]);
  const all = await entered(world);
  expect(all).toHaveLength(crowd / 7);
  expect(new Set(all.map(([lead]) => lead)).size).toBe(crowd / 7);
  // Spread over the window, and each at a moment of its own.
  expect(Math.min(...all.map(([, at]) => at))).toBeGreaterThanOrEqual(nine);
  expect(Math.max(...all.map(([, at]) => at))).toBeLessThan(nine + 2 * hour);
  expect(new Set(all.map(([, at]) => at)).size).toBeGreaterThan(40);
  expect(await world.rows('select count(*)::int as left from entry_watches where due_at is not null')).toEqual([{ left: 0 }]);
});

test('two processes at once let each lead in once', async () => {
  const world = await createWorld(database, await releaseWith(before));
  await bringCrowd(world);
  await applyRelease(database.db, await releaseWith(broadcast), world.clock.now());
  world.clock.moveTo(nine + 2 * hour);
  const second = handsOn(database, world.clock);
  const failures = await Promise.all([catchUp(world.desk, world.clock.now()), catchUp(second.desk, world.clock.now())]);
  expect(failures).toEqual([[], []]);
  expect(await catchUp(world.desk, world.clock.now())).toEqual([]);
  expect(await entered(world)).toHaveLength(crowd / 7);
});

test('a lead time that a gap removes moves forward, and of one that comes twice the first counts', async () => {
  const world = await createWorld(database, await releaseWith('- at: 2026-03-08 02:30 lead time\n  to: power-users\n  late: skip\n- at: 2026-11-01 01:30 lead time\n  to: power-users\n  late: skip'));
  await world.identify('ada', { company_size: 200, time_zone: 'America/New_York' });
  await world.absorb();
  const gap = Date.parse('2026-03-08T07:30:00Z');
  await moveTo(world, gap);
  await world.say('ada', 'activated');
  await world.absorb();
  const fold = Date.parse('2026-11-01T05:30:00Z');
  await moveTo(world, fold);
  expect(await entered(world)).toEqual([['ada', gap], ['ada', fold]]);
});

test('a rhythm goes on for those who were not in the segment, too', async () => {
  const world = await createWorld(database, await releaseWith('- every: week on tue 09:00\n  to: power-users'));
  await world.identify('ada', { company_size: 20, time_zone: 'UTC' });
  await world.absorb();
  const tuesday = Date.parse('2026-03-03T09:00:00Z');
  await moveTo(world, tuesday);
  await world.identify('ada', { company_size: 200 });
  await world.absorb();
  await moveTo(world, tuesday + 7 * day);
  expect(await entered(world)).toEqual([['ada', tuesday + 7 * day]]);
});

test('an event about nobody lets in everybody in the segment, each once', async () => {
  const world = await createWorld(database, await releaseWith('- on: project_created\n  to: power-users\n  again: always'));
  await world.identify('ada', { company_size: 200 });
  await world.identify('grace', { company_size: 20 });
  await world.identify('linus', { company_size: 200 });
  await world.absorb();
  world.clock.moveTo(start + hour);
  await world.say('the-product', 'project_created');
  await world.absorb();
  await moveTo(world, start + hour);
  await moveTo(world, start + 2 * hour);
  expect(await entered(world)).toEqual([['ada', start + hour], ['linus', start + hour]]);
});

test('of each account the one for whom it is greatest comes in', async () => {
  const world = await createWorld(database, await releaseWith('- at: 2026-03-04 09:00 lead time\n  to: power-users one per account by score.fit\n  late: enter'));
  for (const lead of ['ada', 'grace', 'linus', 'alan']) await world.identify(lead, { company_size: lead === 'linus' ? 20 : 200, time_zone: 'UTC' });
  await world.absorb();
  await world.rows("insert into accounts (account_id, first_seen) values ('northwind', 0)");
  await world.rows("update leads set account_id = (select id from accounts) where user_id in ('ada', 'grace', 'linus')");
  await world.rows("update leads set fit = case user_id when 'linus' then 50 when 'grace' then 20 else 10 end");
  world.clock.moveTo(nine);
  const second = handsOn(database, world.clock);
  await Promise.all([catchUp(world.desk, nine), catchUp(second.desk, nine)]);
  expect((await entered(world)).map(([lead]) => lead)).toEqual(['alan', 'grace']);
});

test('a campaign that is gone takes nobody in, whatever was due', async () => {
  const world = await createWorld(database, await releaseWith('- at: lead.renewal_date 09:00\n  late: skip'));
  await world.identify('ada', { renewal_date: '2026-03-05', time_zone: 'UTC' });
  await world.absorb();
  const release = await releaseWith(before);
  await applyRelease(database.db, { ...release, campaigns: release.campaigns.filter(({ plan }) => plan.campaign !== 'demo') }, world.clock.now());
  await moveTo(world, start + 10 * day);
  expect(await entered(world)).toEqual([]);
});

test('the head-count says who would enter at once, and enters nobody', async () => {
  const world = await createWorld(database, await releaseWith(before));
  await world.identify('ada', { company_size: 200, renewal_date: '2026-01-01' });
  await world.identify('grace', { company_size: 20, renewal_date: '2026-01-01' });
  await world.identify('linus', { company_size: 200 });
  await world.absorb();
  const enter = `- becomes: lead.company_size > 100
  already: enter
- at: lead.renewal_date 09:00
  late: enter
- at: 2026-10-01 09:00 lead time
  to: power-users
  late: skip
- on: signed_up`;
  const release = await releaseWith(enter);
  expect(await countEntering(database.db, release, world.clock.now())).toEqual([
    { campaign: 'demo', by: 'becomes', atOnce: 2 },
    { campaign: 'demo', by: 'at', atOnce: 2 },
    { campaign: 'demo', by: 'at', atOnce: 0, audience: { segment: 'power-users', leads: 2 } },
  ]);
  expect(await world.rows('select campaign from entry_watches')).toEqual([]);
  await applyRelease(database.db, release, world.clock.now());
  await moveTo(world, start);
  // By both ways each once: who is inside is not let in again.
  expect((await entered(world)).map(([lead]) => lead)).toEqual(['ada', 'grace', 'linus']);
  // What is in force already is not counted again.
  expect(await countEntering(database.db, release, world.clock.now())).toEqual([]);
});

test('a score that falls below the target lets in', async () => {
  const scoring = { ready: 10, fit: [], pain: [
    { name: 'pages', points: 12, event: 'page_viewed', once: false },
    { name: 'went', points: -5, event: 'order_placed', once: false },
  ] };
  const plan = planOf('demo', [sendOf('hello')], { enter: [{ event: 'score_dropped', again: { kind: 'never' } }] });
  const world = await createWorld(database, releaseOf([plan], workspaceWith({ scoring })));
  await world.say('ada', 'page_viewed');
  await world.absorb();
  expect(await entered(world)).toEqual([]);
  await world.say('ada', 'order_placed');
  await world.absorb();
  expect(await entered(world)).toEqual([['ada', start]]);
});

test('a lead that no way in is watched for costs no further question', async () => {
  const world = await createWorld(database, await releaseWith('- becomes: lead.company_size > 100\n  already: skip'));
  await world.identify('ada', { email: 'ada@loopback.example' });
  await world.absorb();
  const asked = async (say: () => Promise<void>): Promise<readonly string[]> => {
    await say();
    const names: string[] = [];
    const [lead] = await world.rows<{ id: number }>('select id from leads');
    await world.desk.withLead(lead?.id ?? 0, (tx) => {
      const counting: Transaction = {
        ...tx,
        query: (statement, values) => {
          names.push(statement.name);
          return tx.query(statement, values);
        },
      };
      return absorb(counting, world.desk, lead?.id ?? 0);
    });
    return names;
  };
  // One look; the past is read only where the condition could be touched.
  expect(await asked(() => world.say('ada', 'page_viewed'))).toEqual(['look-at-lead']);
  expect(await asked(() => world.identify('ada', { company_size: 20 }))).toContain('past-of-lead');
});
