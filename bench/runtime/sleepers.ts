import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../runtime/store/database.js';
import { openDatabase, statement } from '../../runtime/store/database.js';
import type { Bench } from '../bench.js';
import { beside } from '../beside.js';
import { rounded } from '../compiler/rounds.js';
import { setServers, speaker } from '../drip-stage.js';
import { untilAsleep } from '../resting.js';
import type { SleeperOrder } from './sleeper-service.js';

const fewPart = 20;
const perCall = 500;
/** Far above what a start takes. */
const limitMs = 840_000;

/**
 * Real executions that sleep for two weeks: what each costs in either store, and how much more memory
 * the service takes with all of them than with a twentieth, while it keeps 200 in its cache.
 */
export const measureSleepers: Bench = async (progress, { sleepers: many = 20_000 }) => {
  const few = Math.max(1, Math.round(many / fewPart));
  const { folder, stage, stop } = await setServers(progress, { repository: 'resting' });
  const db = openDatabase(stage.databaseUrl, { max: 2 });
  const order: SleeperOrder = { databaseUrl: stage.databaseUrl, temporalAddress: stage.temporalAddress, smtpPort: stage.smtpPort };
  const child = fork(beside('sleeper-service', import.meta.url), [JSON.stringify(order)], { execArgv: [...process.execArgv, '--expose-gc'] });
  try {
    const { signUp } = speaker(String(await answerOf(child)));
    const sleep = async (from: number, to: number): Promise<Weight> => {
      for (let next = from; next < to; next += perCall) {
        const ids = Array.from({ length: Math.min(perCall, to - next) }, (_, offset) => `u-${next + offset}`);
        await signUp(ids, 'trial_started');
        // What runs ahead of the looks would only fill the outbox.
        await untilAsleep(db, 'long-wait', next + ids.length, limitMs);
      }
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      const weight = { temporal: statSync(join(folder, 'temporal.db')).size, postgres: await sizeOf(db), worker: await memoryOf(child) };
      progress(`sleepers: ${to}: worker ${inMb(weight.worker)}, Temporal ${inMb(weight.temporal)}, PostgreSQL ${inMb(weight.postgres)}`);
      return weight;
    };
    const began = performance.now();
    const light = await sleep(0, few);
    const heavy = await sleep(few, many);
    const seconds = (performance.now() - began) / 1_000;
    const each = (store: 'temporal' | 'postgres'): number => Math.round((heavy[store] - light[store]) / (many - few));
    return [
      { name: 'sleepers', value: rounded(heavy.worker / 1024 ** 2), unit: `MB with ${many}, against ${few}`, ratio: rounded(heavy.worker / light.worker) },
      { name: 'sleepers-temporal', value: each('temporal'), unit: 'bytes each' },
      { name: 'sleepers-postgres', value: each('postgres'), unit: 'bytes each' },
      { name: 'sleepers-begun', value: rounded(many / seconds), unit: 'leads/s' },
    ];
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    await db.close();
    await stop();
  }
};

/** Bytes. */
interface Weight {
  readonly temporal: number;
  readonly postgres: number;
  readonly worker: number;
}

async function sizeOf(db: Database): Promise<number> {
  const [row] = await db.query(size);
  return row?.size ?? 0;
}

async function memoryOf(child: ChildProcess): Promise<number> {
  child.send('weigh');
  return Number(await answerOf(child));
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

function inMb(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}

const size = statement<{ size: number }>('bench-size', 'select pg_database_size(current_database()) as size');
