import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../../runtime/servers/processes/free-port.js';
import type { Database } from '../../../runtime/store/database.js';
import { seededRandom } from './seeded-random.js';
import type { ServeProcess } from './serve-process.js';
import { createServeProcess } from './serve-process.js';
import { signUp } from './sign-up.js';
import type { Handing, SmtpWitness } from './smtp-witness.js';
import { startSmtpWitness } from './smtp-witness.js';
import { until } from './until.js';
import { useServers } from './use-servers.js';

const seed = Number(process.env['PERENNIAL_TEST_SEED'] ?? Date.now() % 1_000_000);
const leads = 200;
const mails = leads * 5;
const writeKey = 'kill-test';
/** For each part of the way; on a quiet machine the whole takes about 80 s. */
const limitMs = 180_000;
/** From the 250 on the wire until the claim is settled in the database. */
const settlingMs = 3_000;

const servers = useServers();
const random = seededRandom(seed);
let witness: SmtpWitness;
let serve: ServeProcess;

interface Claim {
  readonly key: string;
  readonly state: string;
  readonly unsure: 'skip' | 'repeat';
  readonly messageId: string;
}

interface Ending {
  readonly ending: string | null;
  readonly leads: number;
}

describe(`200 leads, five mails each, killed again and again (seed ${seed})`, () => {
  /** When the service was killed, epoch ms. */
  const kills: number[] = [];
  let claims: readonly Claim[] = [];
  let endings: readonly Ending[] = [];

  beforeAll(async () => {
    console.info(`PERENNIAL_TEST_SEED=${seed}`);
    const { db, temporal } = servers();
    witness = await startSmtpWitness({ delayMs: () => 20 + random() * 160 });
    const listenPort = await freePort();
    serve = createServeProcess(servers(), { smtpPort: witness.port, listenPort, writeKey });
    serve.start();
    const ingestUrl = `http://127.0.0.1:${listenPort}`;
    await until('the ingest API answers', 20_000, () => answers(ingestUrl));
    for (const unsure of ['skip', 'repeat']) {
      await signUp(ingestUrl, writeKey, `five-mails-${unsure}`, ids(unsure));
    }

    await whenAccepted(mails * (0.08 + 0.08 * random()));
    await killServe();
    await whenAccepted(mails * (0.3 + 0.1 * random()));
    await killServe();
    await whenAccepted(mails * (0.5 + 0.1 * random()));
    process.kill(temporal.pid, 'SIGKILL');
    await temporal.restart();
    await whenAccepted(mails * (0.7 + 0.1 * random()));
    await killServe();

    const began = Date.now();
    endings = await until('every lead ends', limitMs, () => endingsOnceAllEnded(db), 200).catch((error: unknown) => {
      console.error(serve.log());
      throw error;
    });
    console.info(`the last lead ended ${Math.round((Date.now() - began) / 1000)} s after the last kill`);
    const { rows } = await db.pool.query<Claim>('select key, state, unsure, message_id as "messageId" from claims');
    claims = rows;
  }, 10 * 60_000);

  afterAll(async () => {
    await serve?.kill();
    await witness?.stop();
  });

  async function killServe(): Promise<void> {
    await until('a message waits for its 250', 30_000, () => (witness.atTheDot() > 0 ? true : undefined), 1);
    kills.push(Date.now());
    await serve.kill();
    serve.start();
  }

  const handingsOf = ({ messageId }: Claim): readonly Handing[] =>
    witness.handings.filter((handing) => handing.messageId === messageId);
  const acceptances = (claim: Claim): number => handingsOf(claim).filter(({ dotAt }) => dotAt !== undefined).length;
  const wasKilled = (claim: Claim): boolean =>
    handingsOf(claim).some(({ begunAt, overAt = Infinity }) =>
      kills.some((at) => begunAt <= at && at <= overAt + settlingMs),
    );
  const show = (claim: Claim): string => JSON.stringify({ ...claim, kills, handings: handingsOf(claim) });

  test('every lead comes to the end of its campaign', () => {
    expect(endings).toEqual([{ ending: 'finished', leads }]);
    expect(claims).toHaveLength(mails);
    expect(new Set(claims.map(({ key }) => key)).size).toBe(mails);
  });

  test('the kills hit messages at their final dot', () => {
    const hit = witness.handings.filter(({ dotAt = Infinity, overAt = Infinity }) =>
      kills.some((at) => dotAt <= at && at < overAt),
    );
    console.info(
      `${hit.length} messages were killed between their final dot and the 250; ` +
        `${claims.filter(({ state }) => state === 'unknown').length} claims are unknown`,
    );
    expect(hit.length).toBeGreaterThan(0);
  });

  test('under "unsure: skip" no send key is accepted twice', () => {
    const twice = claims.filter((claim) => claim.unsure === 'skip' && acceptances(claim) > 1);
    expect(twice.map(show)).toEqual([]);
  });

  test('every claim is sent and in the inbox, or unknown because it was at the final dot at a kill', () => {
    const wrong = claims.filter((claim) => {
      if (claim.state === 'sent') return acceptances(claim) === 0;
      return claim.state !== 'unknown' || !wasKilled(claim);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  test('under "unsure: repeat" no message is missing, and only what was at the final dot came again', () => {
    const repeated = claims.filter(({ unsure }) => unsure === 'repeat');
    expect(repeated).toHaveLength(mails / 2);
    const missing = repeated.filter((claim) => acceptances(claim) === 0 || claim.state !== 'sent');
    expect(missing.map(show)).toEqual([]);
    const again = repeated.filter((claim) => acceptances(claim) > 1);
    expect(again.filter((claim) => !wasKilled(claim)).map(show)).toEqual([]);
  });

  test('nothing comes that was not claimed', () => {
    const claimed = new Set(claims.map(({ messageId }) => messageId));
    expect(witness.handings.filter(({ messageId }) => !claimed.has(messageId))).toEqual([]);
  });
});

function ids(group: string): readonly string[] {
  return Array.from({ length: leads / 2 }, (_, index) => `${group}-${index}`);
}

async function endingsOnceAllEnded({ pool }: Database): Promise<readonly Ending[] | undefined> {
  const { rows } = await pool.query<Ending>('select ending, count(*) as leads from enrolments group by 1');
  const ended = rows.reduce((sum, row) => sum + (row.ending === null ? 0 : row.leads), 0);
  return ended === leads ? rows : undefined;
}

function whenAccepted(count: number): Promise<true> {
  return until(`${Math.ceil(count)} messages accepted`, limitMs, () => (witness.accepted() >= count ? true : undefined), 5);
}

async function answers(url: string): Promise<true | undefined> {
  try {
    await fetch(url);
    return true;
  } catch {
    return undefined;
  }
}
