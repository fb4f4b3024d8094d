import { beforeEach, expect, test } from 'vitest';
import type { TaskStep } from '../../../compiler/plan/ir.js';
import { answerTask } from '../../../runtime/leads/tasks-answer.js';
import { taskNotTold, takeTasksToTell, taskTold } from '../../../runtime/store/task-telling.js';
import { listTasks } from '../../../runtime/store/tasks.js';
import type { TestDatabase } from '../store/test-database.js';
import { useCluster } from '../store/test-database.js';
import type { LeadWorld } from './lead-world.js';
import { createWorld } from './lead-world.js';
import { day, hour, planOf, releaseOf, start, workspaceWith } from './release-for-tests.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

const channels = { inbound: { kind: 'task', settings: { members: 'anna,ben', url: 'https://crm.example' } } };
const qualify: TaskStep = {
  kind: 'task',
  id: 'qualify',
  due: { kind: 'now' },
  next: null,
  team: 'sdr',
  title: 'Qualify',
  dueIn: { amount: 48, unit: 'h' },
  assign: [{ to: 'inbound', by: 'rotation' }],
  outcomes: { good: 'hooray', bad: null, late: null },
};
const hooray: TaskStep = { kind: 'task', id: 'hooray', due: { kind: 'now' }, next: null, team: 'sdr', title: 'Cheer', dueIn: { amount: 1, unit: 'h' } };

async function worldWithTasks(users: readonly string[]): Promise<LeadWorld> {
  const plan = planOf('hand-off', [qualify, hooray], {
    enter: [{ event: 'signed_up', again: { kind: 'always' } }],
    events: ['task_completed'],
  });
  const world = await createWorld(database, releaseOf([plan], workspaceWith({ channels })));
  for (const user of users) await enter(world, user);
  return world;
}

async function enter(world: LeadWorld, user: string): Promise<void> {
  await world.say(user, 'signed_up');
  await world.absorb();
  for (const { id, ending } of await world.enrolments()) if (ending === null) await world.advance(id);
}

const tasks = () => listTasks(database.db);

test('a task is somebody’s in turn, by a count that all share; a lead that is known stays with whom it knows', async () => {
  const world = await worldWithTasks(['ada', 'bob', 'cid']);
  const byUser = async () => Object.fromEntries((await tasks()).map(({ userId, assignee }) => [userId, assignee]));
  expect(await byUser()).toEqual({ ada: 'anna', bob: 'ben', cid: 'anna' });
  const [of] = (await tasks()).filter(({ userId }) => userId === 'bob');
  await answerTask(world.desk, { taskId: of?.id ?? '', outcome: 'bad' });
  world.clock.moveTo(start + day);
  await world.absorb();
  await enter(world, 'bob');
  await enter(world, 'dan');
  const later = await tasks();
  expect(later.filter(({ userId }) => userId === 'bob').map(({ assignee }) => assignee)).toEqual(['ben', 'ben']);
  expect(later.find(({ userId }) => userId === 'dan')?.assignee).toBe('ben');
});

test('the first answer counts; the same again changes nothing', async () => {
  const world = await worldWithTasks(['ada']);
  const [task] = await tasks();
  const taskId = task?.id ?? '';
  expect(task).toMatchObject({ userId: 'ada', team: 'sdr', outcomes: ['bad', 'good'], outcome: null });
  const answer = (outcome: string) => answerTask(world.desk, { taskId, outcome, by: 'anna' });
  expect(await answer('maybe')).toEqual({ kind: 'not-an-outcome', valid: ['bad', 'good'] });
  world.clock.moveTo(start + hour);
  expect(await Promise.all([answer('good'), answer('bad')])).toEqual(
    expect.arrayContaining([expect.objectContaining({ kind: 'recorded' }), expect.objectContaining({ kind: 'answered' })]),
  );
  const [answered] = await tasks();
  expect(answered).toMatchObject({ answeredAt: start + hour, answeredBy: 'anna' });
  expect(await answer(answered?.outcome ?? '')).toMatchObject({ kind: 'same', late: false });
  expect(await answerTask(world.desk, { taskId: 'nonsense', outcome: 'good' })).toEqual({ kind: 'unknown' });
  expect(await world.rows("select name, properties->>'outcome' as outcome from events where name = 'task_completed'")).toHaveLength(1);
});

test('an answer moves the lead by the event that tells of it, and wakes its run', async () => {
  const world = await worldWithTasks(['ada']);
  await world.rows('delete from outbox');
  const [task] = await tasks();
  await answerTask(world.desk, { taskId: task?.id ?? '', outcome: 'good' });
  await world.absorb();
  expect(await world.enrolments()).toMatchObject([{ ending: 'finished' }]);
  expect(await world.rows('select kind from outbox')).toEqual([{ kind: 'wake' }]);
  expect((await tasks()).map(({ step }) => step).sort()).toEqual(['hooray', 'qualify']);
});

test('a task that nobody answers is late, once, and can still be answered', async () => {
  const world = await worldWithTasks(['ada']);
  const [{ id } = { id: '' }] = await world.enrolments();
  world.clock.moveTo(start + 2 * day);
  expect(await world.advance(id)).toMatchObject({ kind: 'end' });
  expect(await world.rows("select name, properties from events where name = 'task_late'")).toEqual([
    { name: 'task_late', properties: { campaign: 'hand-off', task: 'qualify', team: 'sdr' } },
  ]);
  world.clock.moveTo(start + 2 * day + hour);
  const [task] = await tasks();
  expect(await answerTask(world.desk, { taskId: task?.id ?? '', outcome: 'good' })).toEqual({ kind: 'recorded', outcome: 'good', late: true });
  await world.absorb();
  expect((await world.enrolments()).map(({ ending }) => ending)).toEqual(['finished']);
});

test('of a task another system is told once, and again when it was not there', async () => {
  await worldWithTasks(['ada']);
  const now = Date.now() + 1_000;
  const [task, ...others] = await takeTasksToTell(database.db, 10, now);
  expect(task).toMatchObject({ channel: 'inbound', userId: 'ada', team: 'sdr', assignee: 'anna', attempts: 1 });
  expect(others).toEqual([]);
  expect(await takeTasksToTell(database.db, 10, now)).toEqual([]);
  await taskNotTold(database.db, task?.id ?? '', now + 5_000);
  expect(await takeTasksToTell(database.db, 10, now)).toEqual([]);
  expect(await takeTasksToTell(database.db, 10, now + 5_000)).toMatchObject([{ attempts: 2 }]);
  await taskTold(database.db, task?.id ?? '', 'HTTP 200', now);
  expect(await takeTasksToTell(database.db, 10, now + day)).toEqual([]);
});
