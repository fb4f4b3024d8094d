import { beforeEach, expect, test } from 'vitest';
import { absorbTogether } from '../../../runtime/leads/bulk/absorb-together.js';
import { workDue } from '../../../runtime/leads/bulk/work-due.js';
import type { LeadDesk } from '../../../runtime/leads/lead-lock.js';
import { takeDueEntries } from '../../../runtime/store/entering/due-entries.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import type { Release } from '../../../compiler/plan/ir.js';
import { campaignText, checkWhole } from '../../compiler/whole-repository.js';
import { sweepAll } from '../../../runtime/service/loops/due-loop.js';
import type { TestDatabase } from '../store/test-database.js';
import { useCluster } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { createWorld } from './lead-world.js';
import { start } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const nine = Date.parse('2026-03-04T09:00:00Z');
const people = ['ada', 'grace', 'linus', 'margaret', 'niklaus', 'tim'] as const;

async function releaseWith(enter: string): Promise<Release> {
  const { release, diagnostics } = await checkWhole(campaignText({ enter }));
  if (release === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return release;
}

/** Six people for whom a broadcast is due. */
async function beforeBroadcast(): Promise<LeadWorld> {
  const world = await createWorld(database, await releaseWith('- on: subscription_started'));
  for (const name of people) await world.identify(name, { company_size: 200 });
  await world.absorb();
  await applyRelease(database.db, await releaseWith('- at: 2026-03-04 09:00\n  to: power-users\n  late: enter'), world.clock.now());
  await sweepAll(world.desk);
  world.clock.moveTo(nine);
  return world;
}

function due() {
  return takeDueEntries(database.db, nine, start, 100);
}

async function entered(world: LeadWorld): Promise<readonly string[]> {
  const rows = await world.rows<{ lead: string }>(
    'select l.user_id as lead from enrolments e join leads l on l.id = e.lead_id order by l.user_id',
  );
  return rows.map(({ lead }) => lead);
}

test('leads that a moment lets in share one transaction', async () => {
  const world = await beforeBroadcast();
  let transactions = 0;
  const counting: LeadDesk = {
    ...world.desk,
    withLead: (lead, work) => {
      transactions += 1;
      return world.desk.withLead(lead, work);
    },
    withLocks: (work) => {
      transactions += 1;
      return world.desk.withLocks(work);
    },
  };
  const failures: unknown[] = [];
  const worked = await workDue(counting, await due(), { concurrency: 4, onFailure: (error) => failures.push(error) });
  expect({ worked, transactions, failures }).toEqual({ worked: people.length, transactions: 1, failures: [] });
  expect(await entered(world)).toEqual(people);
  expect(await world.rows('select count(*)::int as queued from outbox')).toEqual([{ queued: people.length }]);
});

test('whom somebody else is at work on is left out, and nobody waits for him', async () => {
  const world = await beforeBroadcast();
  const ids = (await world.rows<{ id: number }>('select id from leads order by id')).map(({ id }) => id);
  const [first] = ids;
  const done = await world.desk.withLead(first ?? 0, async (tx) => {
    // The lock goes out with the first statement.
    await tx.query({ name: 'have-lock', text: 'select 1' });
    return absorbTogether(world.desk, ids);
  });
  expect([...done]).toEqual(ids.slice(1));
  expect(await entered(world)).toEqual(people.slice(1));
});

test('one lead that cannot be worked on keeps out nobody but himself', async () => {
  const world = await beforeBroadcast();
  await database.db.pool.query(`create function refuse() returns trigger language plpgsql as $$
    begin
      if (select user_id from leads where id = new.lead_id) = 'linus' then raise exception 'not this one'; end if;
      return new;
    end $$`);
  await database.db.pool.query('create trigger refuse before insert on enrolments for each row execute function refuse()');
  const failures: unknown[] = [];
  const worked = await workDue(world.desk, await due(), { concurrency: 4, onFailure: (error) => failures.push(error) });
  expect(worked).toBe(people.length - 1);
  expect(failures.map(String)).toEqual([expect.stringContaining('not this one')]);
  expect(await entered(world)).toEqual(people.filter((name) => name !== 'linus'));
});
