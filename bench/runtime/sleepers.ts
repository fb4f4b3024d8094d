import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../runtime/store/database.js';
import { openDatabase, statement } from '../../runtime/store/database.js';
import type { Bench, Result } from '../bench.js';
import { beside } from '../beside.js';
import { rounded } from '../compiler/rounds.js';
import { setServers, speaker } from '../drip-stage.js';
import type { Memory, SleeperOrder } from './sleeper-order.js';
import { cached } from './sleeper-order.js';

const fewPart = 20;
/** With fewer the cache would not be full, and what is measured would be the cache. */
const fewLeast = 2 * cached;
const perCall = 100;
/** So many are let in before those ahead of them sleep. */
const mostAwake = 400;
const askEveryMs = 500;
const tellEvery = 1_000;
/** All of it is given up after that. */
const limitMs = 45 * 60_000;
/** What was begun for those that fell asleep last is over by then; ms. */
const restMs = 10_000;
const weighings = 5;
const weighEveryMs = 2_000;

/**
 * Real executions that sleep for two weeks: what each costs in either store, and how much more memory
 * the service takes with all of them than with a twentieth, while it keeps 200 in its cache. Both are
 * weighed at rest, behind a collection of garbage, and the least of five counts: what a later one no longer
 * takes was not held.
 */
export const measureSleepers: Bench = async (progress, { sleepers: many = 20_000 }) => {
  const few = Math.min(Math.max(fewLeast, Math.round(many / fewPart)), many - 1);
  const { folder, stage, stop } = await setServers(progress, { repository: 'resting' });
  const db = openDatabase(stage.databaseUrl, { max: 2 });
  const order: SleeperOrder = { databaseUrl: stage.databaseUrl, temporalAddress: stage.temporalAddress, smtpPort: stage.smtpPort };
  const child = fork(beside('sleeper-service', import.meta.url), [JSON.stringify(order)], { execArgv: [...process.execArgv, '--expose-gc'] });
  try {
    const { signUp } = speaker(String(await answerOf(child)));
    const began = performance.now();
    const untilAsleep = async (wanted: number): Promise<void> => {
      for (;;) {
        const [row] = await db.query(asleep);
        const now = row?.asleep ?? 0;
        if (now >= wanted) return;
        if (performance.now() - began > limitMs) throw new Error(`only ${now} of ${many} leads sleep after ${limitMs / 60_000} minutes`);
        await pause(askEveryMs);
      }
    };
    const sleep = async (from: number, to: number): Promise<Weight> => {
      for (let next = from; next < to; next += perCall) {
        await signUp(Array.from({ length: Math.min(perCall, to - next) }, (_, offset) => `u-${next + offset}`), 'trial_started');
        await untilAsleep(next - mostAwake);
        if (next % tellEvery === 0 && next > from) progress(`sleepers: ${next} came in after ${seconds(began)} s; ${said(await memoryOf(child))}`);
      }
      await untilAsleep(to);
      const tookMs = performance.now() - began;
      const memory = await memoryAtRest(child);
      const weight = { tookMs, memory, temporal: statSync(join(folder, 'temporal.db')).size, postgres: await sizeOf(db) };
      progress(`sleepers: ${to} sleep; at rest ${said(memory)}; Temporal ${inMb(weight.temporal)}, PostgreSQL ${inMb(weight.postgres)}`);
      return weight;
    };
    const light = await sleep(0, few);
    const beganMany = performance.now();
    const heavy = await sleep(few, many);
    const perSecond = (many - few) / ((heavy.tookMs - (beganMany - began)) / 1_000);
    const each = (store: 'temporal' | 'postgres'): number => Math.round((heavy[store] - light[store]) / (many - few));
    const memory = (part: keyof Memory): Omit<Result, 'name'> => ({
      value: rounded(heavy.memory[part] / 1024 ** 2),
      unit: `MB with ${many}, against ${few}`,
      ratio: rounded(heavy.memory[part] / light.memory[part]),
    });
    return [
      { name: 'sleepers', ...memory('rss') },
      { name: 'sleepers-heap', ...memory('heap') },
      { name: 'sleepers-temporal', value: each('temporal'), unit: 'bytes each' },
      { name: 'sleepers-postgres', value: each('postgres'), unit: 'bytes each' },
      { name: 'sleepers-begun', value: rounded(perSecond), unit: 'leads/s' },
    ];
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(undefined)));
    await db.close();
    await stop();
  }
};

interface Weight {
  readonly tookMs: number;
  readonly memory: Memory;
  /** Bytes. */
  readonly temporal: number;
  readonly postgres: number;
}

async function sizeOf(db: Database): Promise<number> {
  const [row] = await db.query(size);
  return row?.size ?? 0;
}

async function memoryAtRest(child: ChildProcess): Promise<Memory> {
  await pause(restMs);
  let least = await memoryOf(child);
  for (let taken = 1; taken < weighings; taken += 1) {
    await pause(weighEveryMs);
    const { rss, heap } = await memoryOf(child);
    least = { rss: Math.min(least.rss, rss), heap: Math.min(least.heap, heap) };
  }
  return least;
}

async function memoryOf(child: ChildProcess): Promise<Memory> {
  child.send('weigh');
  return JSON.parse(String(await answerOf(child)));
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('the service of the sleepers ended'));
    child.once('exit', ended);
    child.once('message', (answer: unknown) => {
      child.off('exit', ended);
      resolve(answer);
    });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function said({ rss, heap }: Memory): string {
  return `the service takes ${inMb(rss)}, ${inMb(heap)} of them its main heap`;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1_000).toFixed(0);
}

function inMb(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

const size = statement<{ size: number }>('bench-size', 'select pg_database_size(current_database()) as size');
const asleep = statement<{ asleep: number }>(
  'bench-sleepers',
  'select count(*) as asleep from enrolments where ending is null and not awake and resting_until > entered_at + 3600000',
);
