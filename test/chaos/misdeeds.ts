import { applyRelease } from '../../runtime/store/releases.js';
import { liftControl, sayControl } from '../../runtime/store/edits/controls.js';
import type { Edition } from './campaigns.js';
import { releaseOf } from './campaigns.js';
import { drawn, shuffled } from './chance.js';
import { until } from '../runtime/service/stage/until.js';
import { killPoints } from './kill-points.js';
import type { Tally } from './judging/tally.js';
import type { World } from './world.js';
import { whenAnswering } from './world.js';

/** How far the deeds of a seed have come; each part goes its own pace. */
export interface Deeds {
  readonly world: World;
  readonly tally: Tally;
  readonly seed: number;
  /** Mails that all leads together get. */
  readonly mails: number;
  /** How long to wait for mail to get through between two deeds; ms. */
  readonly paceMs: number;
  readonly say: (line: string) => void;
}

/** How long a message may take to come to a point that kills. */
const reachMs = 15_000;

/** Some mail gets through between two deeds, or all but the first would meet a system that does nothing. */
async function mailGetsThrough({ world: { mail }, seed, mails, paceMs }: Deeds, share: number, before: string): Promise<void> {
  const enough = mail.taken.length + mails * share * (0.5 + drawn(seed, 'mail before', before));
  await until('mail gets through', paceMs, () => (mail.taken.length >= enough ? true : undefined)).catch(() => undefined);
}

/**
 * Kills the service at `most` of the points, in an order of chance, and starts it again each time as a
 * supervisor would. A point that no message reaches in time is tried once more at the end.
 */
export async function killService(deeds: Deeds, most: number): Promise<void> {
  const { world, tally, seed, say } = deeds;
  const { points, serve, ingestUrl } = world;
  const order = shuffled(killPoints, seed, 'kills').slice(0, most);
  const missed: (typeof killPoints)[number][] = [];
  const killAt = async (point: (typeof killPoints)[number]): Promise<boolean> => {
    const hit = await points.arm(point, reachMs);
    if (!hit) return false;
    tally.note(`worker: killed ${point}`);
    say(`killed ${point}`);
    await serve.gone;
    serve.start();
    await whenAnswering(ingestUrl);
    return true;
  };
  for (const point of order) {
    await mailGetsThrough(deeds, 0.1, point);
    if (!(await killAt(point))) missed.push(point);
  }
  for (const point of missed) {
    if (!(await killAt(point))) say(`no message came ${point}`);
  }
}

/** Breaks what the service stands on, in an order of chance; `most` times at most. */
export async function breakServers(deeds: Deeds, most: number): Promise<void> {
  const { world, tally, seed, say } = deeds;
  const { database, temporal, serve, wires } = world;
  const ms = (what: string, from: number, to: number): number => from + (to - from) * drawn(seed, what);
  const breaks: Readonly<Record<string, () => Promise<unknown>>> = {
    'PostgreSQL: killed': () => database.crash(ms('database away', 0, 1_500)),
    'PostgreSQL: stalled': () => stalled(wires.database, ms('database stalls', 1_000, 4_000)),
    'PostgreSQL: connections reset': async () => wires.database.reset(),
    'PostgreSQL: connections reset again': async () => wires.database.reset(),
    'PostgreSQL: stalled, then reset': () => stalled(wires.database, ms('database hangs', 1_000, 3_000)).then(() => wires.database.reset()),
    'PostgreSQL: refuses': () => away(wires.database, ms('database refuses', 500, 2_000)),
    'Temporal: killed': async () => {
      process.kill(temporal.pid, 'SIGKILL');
      await pause(ms('temporal away', 0, 1_500));
      await temporal.restart();
    },
    'Temporal: stopped for a while': () => suspended(temporal.pid, ms('temporal stalls', 1_000, 4_000)),
    'Temporal: connections reset': async () => wires.temporal.reset(),
    'SMTP: server away': () => away(wires.mail, ms('mail away', 500, 2_000)),
    'SMTP: stalled': () => stalled(wires.mail, ms('mail stalls', 1_000, 5_000)),
    'SMTP: connections reset': async () => wires.mail.reset(),
    'worker: stopped for a while': async () => {
      serve.signal('SIGSTOP');
      await pause(ms('worker stalls', 1_000, 4_000));
      serve.signal('SIGCONT');
    },
  };
  for (const [what, deed] of shuffled(Object.entries(breaks), seed, 'breaks').slice(0, most)) {
    await mailGetsThrough(deeds, 0.05, what);
    await pause(ms(`before ${what}`, 0, 800));
    say(what);
    await deed();
    tally.note(what.replace(/ again$/, ''));
  }
}

async function stalled(wire: World['wires']['mail'], ms: number): Promise<void> {
  wire.stall();
  await pause(ms);
  wire.flow();
}

async function away(wire: World['wires']['mail'], ms: number): Promise<void> {
  await wire.down();
  await pause(ms);
  await wire.up();
}

async function suspended(pid: number, ms: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  await pause(ms);
  process.kill(pid, 'SIGCONT');
}

/** Edits, holds and lets go while everybody is inside. */
export async function operate(all: Deeds): Promise<void> {
  const { world, tally, seed, say } = all;
  const { db } = world.database;
  const apply = (edition: Edition) => async () => applyRelease(db, await releaseOf(edition), Date.now());
  const hold = (campaign: string) => () =>
    sayControl(db, { campaign, state: 'held', saidBy: 'operator', reason: 'chaos', since: Date.now() });
  const resume = (campaign: string, perMinute?: number) => () => liftControl(db, campaign, perMinute, Date.now());
  const deeds = [
    ['edit: other words', apply(2)],
    ['hold: one campaign', hold('five-skip')],
    ['resume: at a rate', resume('five-skip', 3_000)],
    ['edit: another pause, a step renamed', apply(3)],
    ['hold: everything', hold('*')],
    ['resume: everything', resume('*')],
  ] as const;
  for (const [what, deed] of deeds) {
    await mailGetsThrough(all, 0.1, what);
    await pause(2_000 * drawn(seed, what));
    await insist(deed);
    say(what);
    tally.note(what);
  }
}

/** Until it is done: the database may be away, or somebody may hold a lock. */
async function insist(deed: () => Promise<unknown>): Promise<void> {
  for (let turn = 1; ; turn += 1) {
    try {
      await deed();
      return;
    } catch (error) {
      if (turn === 60) throw error;
      await pause(250);
    }
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
