import { beforeEach, expect, test } from 'vitest';
import type { DoStep } from '../../../compiler/plan/ir.js';
import type { Actions, BegunAction } from '../../../runtime/leads/actions.js';
import { createActions } from '../../../runtime/leads/actions.js';
import { createEnrolmentRefs } from '../../../runtime/leads/enrolment-refs.js';
import { sayControl } from '../../../runtime/store/edits/controls.js';
import type { TestDatabase } from '../store/test-database.js';
import { useCluster } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { createWorld } from './lead-world.js';
import { hour, planOf, releaseOf, sendOf, start } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const enrich: DoStep = {
  kind: 'do',
  id: 'enrich',
  due: { kind: 'now' },
  next: 'hello',
  action: 'enrich-company',
  failed: 'continue',
  timeout: { amount: 2, unit: 'h' },
  with: { kind: 'mapping', entries: { email: { kind: 'expression', expression: { kind: 'attribute', name: 'email', type: 'text' } } } },
};

async function worldWithAction(changes: Partial<DoStep> = {}): Promise<{ world: LeadWorld; id: string; key: string; actions: Actions }> {
  const plan = planOf('welcome', [{ ...enrich, ...changes }, sendOf('hello')], { leave: [{ kind: 'on', event: 'bought' }], events: ['bought'] });
  const world = await createWorld(database, releaseOf([plan]));
  await world.identify('ada', { email: 'ada@example.com' });
  await world.say('ada', 'signed_up', { plan: 'trial' });
  await world.absorb();
  const [{ id } = { id: '' }] = await world.enrolments();
  const next = await world.advance(id);
  if (next.kind !== 'act') throw new Error(`nothing to do: ${next.kind}`);
  const actions = createActions({ desk: world.desk, refs: createEnrolmentRefs(database.db) });
  return { world, id, key: next.actionKey, actions };
}

async function begun(actions: Actions, key: string): Promise<BegunAction> {
  const one = await actions.begin(key, 1);
  if (one === undefined) throw new Error('nobody wants it');
  return one;
}

test('an action carries all it is given, and is awake until it has ended', async () => {
  const { world, id, key, actions } = await worldWithAction();
  expect(await begun(actions, key)).toMatchObject({
    key,
    attempts: 1,
    action: 'enrich-company',
    config: { email: 'ada@example.com' },
    lead: { userId: 'ada', attributes: { email: 'ada@example.com' } },
    entry: { event: 'signed_up', properties: { plan: 'trial' } },
    createdAt: start,
    timeoutMs: 2 * hour,
  });
  expect(await world.enrolments()).toMatchObject([{ awake: true, step: 'enrich' }]);
  // A run that lost its answer asks again, and nothing is asked for twice.
  expect(await world.advance(id)).toMatchObject({ kind: 'act', actionKey: key });
  expect(await world.rows('select count(*) as n from actions')).toEqual([{ n: 1 }]);
});

test('what an enrichment brings becomes attributes of the lead, with source and date; the rest stays with it', async () => {
  const { world, id, key, actions } = await worldWithAction();
  const one = await begun(actions, key);
  world.clock.moveTo(start + hour);
  await actions.settle(one, { kind: 'done', output: { size: 120, plan: 7, company: 'Quill' }, source: 'Companies Inc.' });
  expect(await world.advance(id)).toMatchObject({ kind: 'deliver' });
  expect(await world.rows('select attributes, undeclared from leads')).toEqual([
    { attributes: { email: 'ada@example.com', size: 120 }, undeclared: {} },
  ]);
  expect(await world.rows('select state, output, source, settled_at from actions')).toEqual([
    { state: 'done', output: { size: 120, plan: 7, company: 'Quill' }, source: 'Companies Inc.', settled_at: start + hour },
  ]);
  expect(await world.rows("select source, at, properties from events where message_id like 'act:%'")).toEqual([
    { source: 'perennial', at: start + hour, properties: { size: 120 } },
  ]);
  expect(await actions.begin(key, 1)).toBeUndefined();
});

test('what an action without a source brings changes nobody', async () => {
  const { world, id, key, actions } = await worldWithAction();
  await actions.settle(await begun(actions, key), { kind: 'done', output: { size: 120 } });
  await world.advance(id);
  expect(await world.rows('select attributes from leads')).toEqual([{ attributes: { email: 'ada@example.com' } }]);
});

test('only the attempt that was begun last has a say', async () => {
  const { world, key, actions } = await worldWithAction();
  const first = await begun(actions, key);
  const second = await begun(actions, key);
  expect([second.attempts, await actions.isWanted(first), await actions.isWanted(second)]).toEqual([2, false, true]);
  await actions.settle(first, { kind: 'failed', detail: 'refused' });
  expect(await world.rows('select state from actions')).toEqual([{ state: 'open' }]);
  await actions.settle(second, { kind: 'failed', detail: 'refused', reason: 'no such person as ada@example.com' });
  expect(await world.rows('select state, detail from actions')).toEqual([{ state: 'failed', detail: 'refused' }]);
});

test('a failure is told without a word of what the action said', async () => {
  const { world, id, key, actions } = await worldWithAction({ failed: 'end' });
  await actions.settle(await begun(actions, key), { kind: 'failed', detail: 'refused', reason: 'no such person as ada@example.com' });
  expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'left' });
  const told = await world.rows<{ code: string; text: string }>('select code, text from decisions order by id');
  expect(told.map(({ code }) => code)).toEqual(['entered', 'acting', 'failed', 'left']);
  expect(told.some(({ text }) => text.includes('ada@'))).toBe(false);
});

test('when the lead leaves, nobody wants it any more, and what it brings is thrown away', async () => {
  const { world, id, key, actions } = await worldWithAction();
  const one = await begun(actions, key);
  world.clock.moveTo(start + hour);
  await world.say('ada', 'bought');
  await world.absorb();
  expect(await actions.isWanted(one)).toBe(false);
  await actions.settle(one, { kind: 'done', output: { size: 120 }, source: 'Companies Inc.' });
  expect(await world.rows('select state from actions')).toEqual([{ state: 'called_off' }]);
  expect(await world.advance(id)).toEqual({ kind: 'end', ending: 'left' });
  expect(await actions.begin(key, 1)).toBeUndefined();
});

test('what came in before it begins still stops it; another cluster does not begin it', async () => {
  const { world, key, actions } = await worldWithAction();
  expect(await actions.begin(key, 2)).toBeUndefined();
  world.clock.moveTo(start + hour);
  await world.say('ada', 'bought');
  expect(await actions.begin(key, 1)).toBeUndefined();
  await expect(actions.begin('no such key', 1)).rejects.toThrow('not in the store');
});

test('one that markets asks for consent again just before it begins', async () => {
  const { world, id, key, actions } = await worldWithAction({ marketing: { class: 'marketing', topic: 'tips', from: '' } });
  world.clock.moveTo(start + hour);
  await world.say('ada', 'unsubscribed', { topic: 'tips' });
  expect(await actions.begin(key, 1)).toBeUndefined();
  expect(await world.rows('select state, detail from actions')).toEqual([{ state: 'failed', detail: 'unsubscribed' }]);
  await world.advance(id);
  expect(await world.rows("select detail from decisions where code = 'failed'")).toEqual([{ detail: 'unsubscribed' }]);
});

test('patience does not count as an attempt', async () => {
  const { key, actions } = await worldWithAction();
  await actions.unbegin(await begun(actions, key));
  expect((await begun(actions, key)).attempts).toBe(1);
});

test('nothing begins while its campaign is held', async () => {
  const { world, id, key, actions } = await worldWithAction();
  await sayControl(database.db, { campaign: 'welcome', state: 'held', saidBy: 'operator', reason: 'wrong price', since: start });
  expect(await actions.begin(key, 1)).toBeUndefined();
  expect(await world.advance(id)).toEqual({ kind: 'wait' });
  expect(await world.rows('select state, attempts from actions')).toEqual([{ state: 'open', attempts: 0 }]);
});
