import { beforeEach, expect, test } from 'vitest';
import type { Expression, ScoringPlan, SetStep, WaitStep } from '../../../../compiler/plan/ir.js';
import { tellAccountsOf } from '../../../../runtime/leads/facts/look-again.js';
import { scoreOfAccount } from '../../../../runtime/store/facts/accounts.js';
import { appendEvents } from '../../../../runtime/store/events.js';
import { useCluster } from '../../store/test-database.js';
import type { TestDatabase } from '../../store/test-database.js';
import type { LeadWorld } from '../lead-world.js';
import { createWorld } from '../lead-world.js';
import { day, planOf, releaseOf, sendOf, workspaceWith } from '../release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const schema = {
  ...workspaceWith().schema,
  account: { size: { type: 'number', personal: false }, tier: { type: 'text', personal: false } },
} as const;

const sizeIs = (size: number): Expression => ({
  kind: 'compare',
  operator: '>=',
  left: { kind: 'account', name: 'size', type: 'number' },
  right: { kind: 'constant', value: size },
});

const untilBig: WaitStep = {
  kind: 'wait',
  id: 'grow',
  due: { kind: 'now' },
  next: null,
  forCondition: sizeIs(100),
  atMost: { amount: 90, unit: 'd' },
  then: 'big',
  else: null,
};

const growing = planOf('growing', [untilBig, sendOf('big')], {
  interests: { events: [], attributes: [], score: false, account: ['size'] },
});

let grouped = 0;

async function group(
  world: LeadWorld,
  userId: string,
  groupId: string,
  traits: Readonly<Record<string, unknown>>,
  at = world.clock.now(),
): Promise<void> {
  const properties = { group_id: groupId, traits };
  const messageId = `g${(grouped += 1)}`;
  await appendEvents(database.db, [{ source: 'test', messageId, userId, kind: 'group', name: 'group', at, properties }], at);
  await world.absorb();
}

async function signUp(world: LeadWorld, user: string): Promise<void> {
  await world.identify(user, { email: `${user}@example.com` });
  await world.say(user, 'signed_up');
}

async function rest(world: LeadWorld): Promise<void> {
  for (const { id } of await world.enrolments()) await world.advance(id);
}

const awake = async (world: LeadWorld) =>
  (await world.rows<{ user_id: string }>(
    'select user_id from enrolments e join leads l on l.id = e.lead_id where awake and ending is null order by 1',
  )).map(({ user_id }) => user_id);

test('a change of the account reaches its other leads that wait for it, and nobody else', async () => {
  const world = await createWorld(database, releaseOf([growing], workspaceWith({ schema })));
  for (const user of ['ada', 'bob', 'eve']) await signUp(world, user);
  for (const user of ['ada', 'bob', 'dan']) await group(world, user, 'acme', { tier: 'gold' });
  await group(world, 'eve', 'other', { size: 3 });
  await rest(world);
  expect(await awake(world)).toEqual([]);

  await group(world, 'ada', 'acme', { size: 50 });
  await tellAccountsOf(world.desk);
  // Told, looked at, and not moved: Bob sleeps on. Dan waits for nothing and is not even told.
  expect(await world.rows('select user_id from lead_inbox i join leads l on l.id = i.lead_id')).toEqual([{ user_id: 'bob' }]);
  await world.absorb();
  expect(await awake(world)).toEqual([]);

  await group(world, 'dan', 'acme', { size: 100 });
  await tellAccountsOf(world.desk);
  await world.absorb();
  expect(await awake(world)).toEqual(['ada', 'bob']);
  const next = await world.advance((await world.enrolments())[0]?.id ?? '');
  expect(next).toMatchObject({ kind: 'deliver', name: 'growing/big' });
});

test('the latest group call says to which account a lead belongs, in whatever order they come', async () => {
  const world = await createWorld(database, releaseOf([growing], workspaceWith({ schema })));
  const now = world.clock.now();
  await group(world, 'ada', 'new', { size: 5 }, now);
  await group(world, 'ada', 'old', { size: 500 }, now - day);
  const member = 'select a.account_id from leads l join accounts a on a.id = l.account_id';
  expect(await world.rows(member)).toEqual([{ account_id: 'new' }]);
  // What the older call says of its own account holds all the same.
  expect(await world.rows("select attributes from accounts where account_id = 'old'")).toEqual([{ attributes: { size: 500 } }]);
  await group(world, 'ada', 'newest', {}, now + 1);
  expect(await world.rows(member)).toEqual([{ account_id: 'newest' }]);
});

test('what the schema does not know of accounts is kept aside, and said', async () => {
  const world = await createWorld(database, releaseOf([], workspaceWith({ schema })));
  await group(world, 'ada', 'acme', { size: 'many', domain: 'acme.example', colour: 'red' });
  expect(await world.rows('select attributes, undeclared from accounts')).toEqual([
    { attributes: { domain: 'acme.example' }, undeclared: { size: 'many', colour: 'red' } },
  ]);
  expect(await world.rows('select detail from decisions order by id')).toEqual([
    { detail: 'wrong_type:size' },
    { detail: 'undeclared:colour' },
  ]);
});

test('a step sets an attribute of the account, for all of its leads', async () => {
  const set: SetStep = {
    kind: 'set',
    id: 'mark',
    of: 'account',
    attribute: 'size',
    to: { kind: 'constant', value: 200 },
    due: { kind: 'now' },
    next: null,
  };
  const marking = planOf('marking', [set], { enter: [{ event: 'bought', again: { kind: 'never' } }] });
  const world = await createWorld(database, releaseOf([growing, marking], workspaceWith({ schema })));
  await signUp(world, 'bob');
  await group(world, 'bob', 'acme', { size: 1 });
  await group(world, 'ada', 'acme', {});
  await rest(world);
  await world.say('ada', 'bought');
  await world.say('lone', 'bought');
  await world.absorb();
  await rest(world);
  await tellAccountsOf(world.desk);
  await world.absorb();
  expect(await world.rows('select attributes from accounts')).toEqual([{ attributes: { size: 200 } }]);
  expect(await awake(world)).toEqual(['bob']);
  expect(await world.rows("select detail from decisions where code = 'skipped'")).toEqual([{ detail: 'no_account' }]);
});

test('points for the account follow its attributes, for every lead of it', async () => {
  const scoring: ScoringPlan = {
    ready: 30,
    fit: [{ name: 'size', rules: [{ points: 30, when: sizeIs(100) }] }],
    pain: [{ name: 'visit', points: 40, event: 'visited', once: false }],
    account: { fit: 'max', pain: 'sum', perPerson: 60 },
  };
  const world = await createWorld(database, releaseOf([], workspaceWith({ schema, scoring })));
  await group(world, 'ada', 'acme', { size: 10 });
  await group(world, 'bob', 'acme', {});
  await group(world, 'bob', 'acme', { size: 100 });
  await tellAccountsOf(world.desk);
  await world.absorb();
  expect(await world.rows('select user_id, fit from leads order by 1')).toEqual([
    { user_id: 'ada', fit: 30 },
    { user_id: 'bob', fit: 30 },
  ]);
  expect(await world.rows("select name from events where name = 'sdr_ready'")).toHaveLength(2);

  for (const user of ['ada', 'ada', 'bob']) await world.say(user, 'visited');
  await group(world, 'eve', 'acme', {});
  // Ada's 80 count as 60, and whoever did nothing is no engaged person.
  const { account } = scoring;
  if (account === undefined) throw new Error('the account is scored');
  expect(await scoreOfAccount(database.db, 'acme', account)).toEqual({ fit: 30, pain: 100, people: 3, engaged: 2 });
  expect(await scoreOfAccount(database.db, 'nobody', account)).toBeUndefined();
});

test('leads of one account who change it at once wait for each other', async () => {
  const world = await createWorld(database, releaseOf([], workspaceWith({ schema })));
  const users = Array.from({ length: 12 }, (_, index) => `user-${index}`);
  const at = world.clock.now();
  await appendEvents(
    database.db,
    users.flatMap((userId, index) =>
      (index % 2 === 0 ? ['one', 'two'] : ['two', 'one']).map((groupId, turn) => ({
        source: 'test',
        messageId: `${userId}-${groupId}`,
        userId,
        kind: 'group' as const,
        name: 'group',
        at: at + turn,
        properties: { group_id: groupId, traits: { size: index } },
      })),
    ),
    at,
  );
  const leads = await world.rows<{ id: number }>('select id from leads');
  const { absorb } = await import('../../../../runtime/leads/absorbing/absorb.js');
  await Promise.all(leads.map(({ id }) => world.desk.withLead(id, (tx) => absorb(tx, world.desk, id))));
  expect(await world.rows('select count(*) as n from lead_inbox')).toEqual([{ n: 0 }]);
  expect(await world.rows('select a.account_id, count(*) as n from leads l join accounts a on a.id = l.account_id group by 1 order by 1')).toEqual([
    { account_id: 'one', n: 6 },
    { account_id: 'two', n: 6 },
  ]);
});
