import { expect, test } from 'vitest';
import { countErasable, eraseLead } from '../../../runtime/leads/erasing.js';
import { exportLead } from '../../../runtime/store/reports/export.js';
import { useCluster } from '../store/test-database.js';
import { createWorld } from './lead-world.js';
import { planOf, releaseOf, sendOf } from './release-for-tests.js';

const open = useCluster();

test('an erased person is nowhere in the database, is not written to again, and the counts stay', async () => {
  const database = await open();
  const { db } = database;
  const enter = [{ event: 'signed_up', again: { kind: 'each', key: { kind: 'event', name: 'address', type: 'text' } } }] as const;
  const hello = planOf('welcome', [sendOf('hello', { next: 'more' }), sendOf('more', { due: { kind: 'after', duration: { amount: 1, unit: 'd' } } })], { enter });
  const task = { kind: 'task', id: 'call', due: { kind: 'now' }, next: 'write', team: 'sales', title: 'Call', dueIn: { amount: 1, unit: 'd' } } as const;
  const calls = planOf('calls', [task, sendOf('write')]);
  const world = await createWorld(database, releaseOf([hello, calls]));
  const person = 'ada.lovelace@example.com';
  await world.identify(person, { email: person, company_mail: person });
  await world.say(person, 'signed_up', { address: person }, `order of ${person}`);
  await world.absorb();
  for (const { id } of await world.enrolments()) {
    const next = await world.advance(id);
    if (next.kind === 'deliver' && next.name === 'welcome/hello') {
      await world.deliver(next.sendKey, { kind: 'refused', response: `550 no <${person}>`, suppress: false });
    }
  }

  const exported = await exportLead(db, person);
  expect(Object.keys(exported?.stored ?? {})).toEqual(expect.arrayContaining(['claims', 'decisions', 'enrolments', 'events', 'tasks']));
  expect(JSON.stringify(exported)).toContain(`550 no <${person}>`);
  expect(await countErasable(world.desk, person)).toEqual({ events: 2, enrolments: 2, messages: 2, tasks: 1 });
  expect(await countErasable(world.desk, 'nobody')).toBeUndefined();
  await world.rows('delete from outbox');
  expect(await eraseLead(world.desk, person)).toEqual({ events: 2, enrolments: 2, messages: 2, tasks: 1 });

  expect(await tablesWith(world.rows, 'lovelace')).toEqual([]);
  expect(await exportLead(db, person)).toBeUndefined();
  expect(await world.rows('select distinct ending from enrolments')).toEqual([{ ending: 'erased' }]);
  expect(await world.rows('select state from claims order by 1')).toEqual([{ state: 'refused' }, { state: 'withdrawn' }]);
  expect(await world.rows('select reason from suppressions')).toEqual([{ reason: 'erased' }]);
  // Their runs are told, and end.
  expect(await world.rows('select kind from outbox')).toEqual([{ kind: 'wake' }, { kind: 'wake' }]);
  for (const { id } of await world.enrolments()) expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'erased' });

  // Whoever comes back with the address is a new lead, and is not written to.
  await world.identify('back', { email: person.toUpperCase() });
  await world.say('back', 'signed_up', { address: 'x' });
  await world.absorb();
  for (const { id, ending } of await world.enrolments()) if (ending === null) await world.advance(id);
  expect(await world.rows("select distinct detail from decisions where code = 'skipped'")).toEqual([{ detail: 'suppressed' }]);
});

/** Every table that says the word anywhere, in any column. */
async function tablesWith(
  rows: <Row extends Record<string, unknown>>(sql: string) => Promise<readonly Row[]>,
  word: string,
): Promise<readonly string[]> {
  const tables = await rows<{ name: string }>("select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'");
  const found: string[] = [];
  for (const { name } of tables) {
    const [hit] = await rows(`select 1 as hit from "${name}" t where to_jsonb(t)::text ilike '%${word}%' limit 1`);
    if (hit !== undefined) found.push(name);
  }
  expect(tables.length).toBeGreaterThan(10);
  return found;
}
