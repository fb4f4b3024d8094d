import { until } from '../runtime/service/stage/until.js';
import { mailsFor } from './campaigns.js';
import { countEnded, readEvidence } from './judging/evidence.js';
import type { Verdict } from './judging/judge.js';
import { judge } from './judging/judge.js';
import type { Post } from './leads.js';
import { castOf, postsOf } from './leads.js';
import { breakServers, killService, operate, pause } from './misdeeds.js';
import type { Plant } from './planted.js';
import { createTally } from './judging/tally.js';
import type { World } from './world.js';
import { openWorld, whenAnswering } from './world.js';

export interface SeedOptions {
  readonly seed: number;
  readonly leads: number;
  /** At how many of the points the service is killed; at every one where it is left out. */
  readonly kills?: number;
  /** How many of the ways to break a server are gone; eight where it is left out. */
  readonly breaks?: number;
  /** How long to wait for mail to get through between two deeds; ms. */
  readonly paceMs?: number;
  readonly plant?: Plant;
  readonly say: (line: string) => void;
}

export interface SeedResult extends Verdict {
  readonly leads: number;
  /** What the mail server took, repeats included. */
  readonly mails: number;
  /** What was done, by kind. */
  readonly faults: ReadonlyMap<string, number>;
  readonly seconds: number;
}

/** How long the first mails may take. */
const warmUpMs = 15_000;
/** How long the last ones may take once nothing is broken any more: a hand-over that failed often rests for five minutes. */
const patienceMs = 330_000;

/** One life of the whole system: everybody signs up, everything breaks, all is mended, and it is counted. */
export async function runSeed({ seed, leads: count, kills = Infinity, breaks = 8, paceMs = 8_000, plant, say: sayLine }: SeedOptions): Promise<SeedResult> {
  const began = performance.now();
  const seconds = (): number => Math.round((performance.now() - began) / 100) / 10;
  const tally = createTally();
  const leads = castOf(count);
  const world = await openWorld(seed, tally, plant);
  const { mail, serve, database } = world;
  const say = (line: string): void => sayLine(`${seconds()} s, ${mail.taken.length} mails: ${line}`);
  const supervisor = supervise(world, () => {
    tally.note('worker: ended by itself, started again');
    say('the service ended by itself');
  });
  try {
    const mails = leads.reduce((sum, { unsure, buys }) => sum + mailsFor(unsure, buys).length, 0);
    const deeds = { world, tally, seed, mails, paceMs, say };
    const spreadMs = Math.max(8_000, count * 40);
    const posting = postAll(world, postsOf(leads, seed, spreadMs), (turns) => tally.note('events: posted again', turns));
    // What breaks finds a system at work: after a cold start there is nothing to be hit.
    const atWork = (): true | undefined => (mail.taken.length >= mails / 12 ? true : undefined);
    await until('mail flows', warmUpMs, atWork).catch(() => say('little mail flows yet'));
    await Promise.all([posting, killService(deeds, kills), breakServers(deeds, breaks), operate(deeds)]);
    mail.calm();
    say('nothing is broken any more');
    const expected = leads.reduce((sum, { unsure, buys }) => sum + new Set(mailsFor(unsure, buys).map(({ campaign }) => campaign)).size, 0);
    const allEnded = async (): Promise<true | undefined> => ((await countEnded(database.db)).ended >= expected ? true : undefined);
    await until('every lead ends', patienceMs, () => allEnded().catch(() => undefined), 250).catch((error: unknown) => {
      say(`${String(error)}\n${serve.log().slice(-5_000)}`);
    });
    say('counting');
    const verdict = judge({ leads, taken: mail.taken, refusals: mail.refusals, ...(await readEvidence(database.db)) });
    return { ...verdict, leads: count, mails: mail.taken.length, faults: tally.counts, seconds: seconds() };
  } finally {
    supervisor.stop();
    await world.stop();
  }
}

/** What starts the service again where it ended by itself: the worker gives up when Temporal is gone for long. */
function supervise({ serve }: World, onEnd: () => void): { stop(): void } {
  let gone = 0;
  const timer = setInterval(() => {
    // Who kills it starts it again at once.
    gone = serve.isRunning() ? 0 : gone + 1;
    if (gone < 3) return;
    gone = 0;
    onEnd();
    serve.start();
  }, 250);
  return { stop: () => clearInterval(timer) };
}

/** Each as often as it takes: a call that was not answered is made again. */
async function postAll({ ingestUrl, writeKey }: World, posts: readonly Post[], onAgain: (turns: number) => void): Promise<void> {
  const done = new Map<Post, Promise<void>>();
  for (const one of posts) done.set(one, make(one));
  await Promise.all(done.values());

  async function make({ atMs, batch, behind }: Post): Promise<void> {
    await pause(atMs);
    if (behind !== undefined) await done.get(behind);
    for (let turn = 0; ; turn += 1) {
      if (await isTaken(JSON.stringify({ batch }))) return;
      onAgain(1);
      await pause(200);
      if (turn % 10 === 9) await whenAnswering(ingestUrl);
    }
  }

  async function isTaken(body: string): Promise<boolean> {
    const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' };
    try {
      const response = await fetch(`${ingestUrl}/v1/batch`, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
      return response.ok;
    } catch {
      return false;
    }
  }
}
