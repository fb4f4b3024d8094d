import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportLead } from '../../../../runtime/store/reports/export.js';
import { eraseLead } from '../../../../runtime/leads/erasing.js';
import { appendEvents } from '../../../../runtime/store/events.js';
import { joinIdentities } from '../../../../runtime/leads/identity/join-identities.js';
import { mergeLeads } from '../../../../runtime/leads/identity/merge-leads.js';
import { meeting } from '../../../../runtime/leads/identity/move-rows.js';
import { tablesOfLeads } from '../../../../runtime/store/reports/lead-tables.js';
import { timelineOf } from '../../../../runtime/store/reports/timeline.js';
import { useCluster } from '../../store/test-database.js';
import { accepted, createWorld } from '../lead-world.js';
import type { LeadWorld } from '../lead-world.js';
import { planOf, releaseOf, sendOf, workspaceWith } from '../release-for-tests.js';

const open = useCluster();
const anonymous = 'anonymous:a-1';

const drip = planOf('welcome', [
  sendOf('hello', { next: 'more' }),
  sendOf('more', { due: { kind: 'after', duration: { amount: 1, unit: 'd' } }, next: 'last' }),
  sendOf('last', { due: { kind: 'after', duration: { amount: 1, unit: 'd' } } }),
]);
const dayMs = 86_400_000;

async function joined(world: LeadWorld, userId: string, other: string): Promise<void> {
  const at = world.clock.now();
  const item = { source: 'test', messageId: `join ${userId} ${other} ${at}`, userId, kind: 'identify', name: 'identify', at, properties: {} } as const;
  await appendEvents(world.database.db, [{ ...item, joins: [other] }], at);
  const failed: unknown[] = [];
  await joinIdentities(world.desk, (error) => failed.push(error));
  expect(failed).toEqual([]);
}

test('what was known of an anonymous lead goes over, caps count it, and the old name leads to the new lead', async () => {
  const world = await createWorld(await open(), releaseOf([drip], workspaceWith({ caps: [{ count: 1, windowMs: 7 * dayMs }] })));
  await world.identify(anonymous, { email: 'ada@example.com', plan: 'trial' });
  await world.say(anonymous, 'signed_up');
  await world.absorb();
  const [entered] = await world.enrolments();
  const next = await world.advance(entered?.id ?? '');
  expect(next).toMatchObject({ kind: 'deliver' });
  if (next.kind === 'deliver') await world.deliver(next.sendKey);

  await world.identify('u-1', { email: 'ada@example.org' });
  await joined(world, 'u-1', anonymous);
  // What is said under the old name from now on is said of the present lead.
  await world.say(anonymous, 'paid');
  await world.absorb();
  const timeline = await timelineOf(world.database.db, anonymous);
  expect(timeline).toMatchObject({ userId: 'u-1', attributes: { email: 'ada@example.org', plan: 'trial' } });
  expect(await world.rows("select l.user_id, count(*) as events from events e join leads l on l.id = e.lead_id group by 1")).toEqual([{ user_id: 'u-1', events: 5 }]);

  // The same run goes on, under the present lead, and the message from before counts for its cap.
  world.clock.moveTo(world.clock.now() + dayMs);
  expect(await world.advance(entered?.id ?? '')).toEqual({ kind: 'wait' });
  expect(await world.rows("select l.user_id, d.detail from decisions d join leads l on l.id = d.lead_id where d.step = 'more'")).toEqual([{ user_id: 'u-1', detail: 'over_cap' }]);

  const told = await exportLead(world.database.db, anonymous);
  expect(told?.otherNames).toEqual([anonymous]);
  await eraseLead(world.desk, anonymous);
  expect(await world.rows("select count(*) as left from leads where user_id in ('u-1', 'anonymous:a-1')")).toEqual([{ left: 0 }]);
});

test('a name that belongs to somebody stays theirs, and two known people at one browser stay two', async () => {
  const world = await createWorld(await open(), releaseOf([drip]));
  await joined(world, 'u-1', anonymous);
  await joined(world, 'u-2', anonymous);
  const owner = `select o.user_id as other, l.user_id as "into" from leads o join leads l on l.id = o.merged_into`;
  expect(await world.rows(owner)).toEqual([{ other: anonymous, into: 'u-1' }]);
  // Ids that change twice, said in the order in which they came about, are one person in the end.
  await joined(world, 'u-3', 'u-1');
  expect(await world.rows(`${owner} order by 1`)).toEqual([{ other: anonymous, into: 'u-3' }, { other: 'u-1', into: 'u-3' }]);
  expect(await world.rows('select count(*) as waiting from identity_links')).toEqual([{ waiting: 0 }]);
});

test('a merge in mid-campaign gives no message a second time, wherever both stand and whatever is under way', async () => {
  const database = await open();
  const world = await createWorld(database, releaseOf([drip]));
  let round = 0;
  const step = fc.constantFrom('enter-a', 'enter-b', 'look', 'day', 'confirm', 'leave', 'settle', 'repeat-known');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), fc.nat(24), fc.boolean(), async (steps, at, stored) => {
      round += 1;
      const names = stored ? [`anonymous:r${round}`, `r${round}`] : [`r${round}`, `anonymous:r${round}`];
      for (const name of names) await world.identify(name, { email: `r${round}@example.com` });
      const left: { readonly step: string; readonly merged: boolean }[] = [];
      const keys = new Map<string, string>();
      const attempts: { attempt: string; state: 'confirmed' | 'under way'; step: string }[] = [];
      let merged = false;
      const mine = `select e.id, e.ending from enrolments e join leads l on l.id = e.lead_id where l.user_id in ('r${round}', 'anonymous:r${round}') order by e.id`;
      const take = async (what: string): Promise<void> => {
        if (what === 'enter-a' || what === 'enter-b') {
          await world.say(what === 'enter-a' ? `anonymous:r${round}` : `r${round}`, 'signed_up');
          await world.absorb();
        } else if (what === 'day') world.clock.moveTo(world.clock.now() + dayMs);
        else if (what === 'look') {
          for (const { id } of await world.rows<{ id: string }>(mine)) {
            const next = await world.advance(id);
            if (next.kind === 'deliver') keys.set(next.sendKey, next.name);
          }
        } else if (what === 'confirm') {
          for (const [key, name] of keys) {
            const confirmed = await world.claims.confirm(key, 1);
            if (confirmed.kind === 'ready') attempts.push({ attempt: confirmed.attempt, state: 'confirmed', step: name });
          }
        } else if (what === 'leave') {
          for (const one of attempts.filter(({ state }) => state === 'confirmed')) {
            try {
              await world.claims.underWay(one.attempt, `${one.attempt} words`);
              one.state = 'under way';
              left.push({ step: one.step, merged });
            } catch {
              attempts.splice(attempts.indexOf(one), 1);
            }
          }
        } else if (what === 'settle') {
          for (const one of attempts.splice(0)) {
            if (one.state === 'under way') await world.claims.settle(one.attempt, accepted);
            else await world.claims.release(one.attempt);
          }
        } else if (merged) {
          await joined(world, `r${round}`, `anonymous:r${round}`);
        }
      };
      for (const [index, what] of steps.entries()) {
        if (index === at % steps.length) {
          await joined(world, `r${round}`, `anonymous:r${round}`);
          merged = true;
        }
        await take(what);
      }
      // To the end, whatever was begun.
      for (const what of ['settle', ...Array.from({ length: 4 }, () => ['look', 'confirm', 'leave', 'settle', 'day']).flat(), 'look']) await take(what);

      const again = left.filter((one, index) => one.merged && left.slice(0, index).some((before) => before.step === one.step));
      expect(again).toEqual([]);
      const claims = await world.rows<{ state: string }>(`select distinct c.state from claims c join leads l on l.id = c.lead_id where l.user_id = 'r${round}'`);
      expect(claims.filter(({ state }) => state === 'under_way' || state === 'claimed' || state === 'unknown')).toEqual([]);
      const ends = await world.rows<{ ending: string | null }>(mine);
      expect(ends.filter(({ ending }) => ending === null)).toEqual([]);
      // Whoever entered gets everything once.
      if (ends.length > 0) expect(new Set(left.map((one) => one.step))).toEqual(new Set(['welcome/hello', 'welcome/more', 'welcome/last']));
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('merges, looks and what comes in at the same time neither block each other nor lose anything', async () => {
  const world = await createWorld(await open(), releaseOf([drip]));
  const people = Array.from({ length: 12 }, (_, index) => `p${index}`);
  for (const person of people) {
    for (const name of [person, `anonymous:${person}`]) await world.identify(name, { email: `${person}@example.com` });
    await world.say(`anonymous:${person}`, 'signed_up');
  }
  await world.absorb();
  const { db } = world.database;
  const ids = new Map((await world.rows<{ id: number; user_id: string }>('select id, user_id from leads')).map(({ id, user_id }) => [user_id, id]));
  const enrolments = await world.enrolments();
  await Promise.all([
    ...people.map((person) => mergeLeads(world.desk, ids.get(person) ?? 0, ids.get(`anonymous:${person}`) ?? 0)),
    ...enrolments.map(({ id }) => world.advance(id)),
    ...people.map((person) => world.say(`anonymous:${person}`, 'paid')),
    ...people.map((person) => mergeLeads(world.desk, ids.get(person) ?? 0, ids.get(`anonymous:${person}`) ?? 0)),
  ]);
  // What came in under the old name while it was merged.
  for (const person of people) await mergeLeads(world.desk, ids.get(person) ?? 0, ids.get(`anonymous:${person}`) ?? 0);
  await world.absorb();
  expect(await db.query({ name: 'test-old-rows', text: 'select count(*) as left from events e join leads l on l.id = e.lead_id where l.merged_into is not null' })).toEqual([{ left: 0 }]);
  expect(await world.rows("select count(*) as paid from events where name = 'paid'")).toEqual([{ paid: 12 }]);
  for (const { id } of enrolments) expect((await world.advance(id)).kind).toBe('deliver');
});

test('every table in which two leads can meet says what becomes of the two rows', async () => {
  const world = await createWorld(await open(), releaseOf([drip]));
  const { db } = world.database;
  const keyed = await world.rows<{ name: string }>(
    `select distinct c.relname as name from pg_index i join pg_class c on c.oid = i.indrelid
     join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey) and a.attname = 'lead_id'
     where i.indisunique and not c.relispartition and c.relnamespace = current_schema()::regnamespace order by 1`,
  );
  // Keys of kept enrolments are one person's alone.
  expect(keyed.map(({ name }) => name).filter((name) => name !== 'enrolments')).toEqual(Object.keys(meeting).toSorted());
  expect(await tablesOfLeads(db)).toEqual(expect.arrayContaining(Object.keys(meeting)));
});
