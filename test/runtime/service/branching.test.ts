import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Expression, Release, RepeatStep, SplitStep } from '../../../compiler/plan/ir.js';
import type { VirtualClock } from '../../../runtime/clock.js';
import { createVirtualClock } from '../../../runtime/clock.js';
import { armOf } from '../../../runtime/engine/choice/split-arm.js';
import { orchestraOf } from '../../../runtime/service/orchestra.js';
import type { Service } from '../../../runtime/service/start-service.js';
import { startService } from '../../../runtime/service/start-service.js';
import type { Moment } from '../../../runtime/simulate/conductor.js';
import { conduct } from '../../../runtime/simulate/conductor.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import { day, planOf, releaseOf, sendOf, start } from '../leads/release-for-tests.js';
import type { SmtpWitness } from './stage/smtp-witness.js';
import { startSmtpWitness } from './stage/smtp-witness.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

/** Of a history before the server asks for a new one; it would do so after 4,096 events. */
const shortHistory = 150;
const rounds = 40;

const now = { kind: 'now' } as const;
const forever: RepeatStep = {
  kind: 'repeat',
  id: 'weekly',
  due: now,
  every: { amount: 7, unit: 'd' },
  times: rounds,
  round: { kind: 'steps', first: 'tip' },
  next: 'hand-on',
};
const clicked: Expression = { kind: 'did', event: 'clicked', window: { kind: 'since-entry' } };
const split: SplitStep = {
  kind: 'split',
  id: 'subject',
  due: now,
  arms: [
    { name: 'short', share: 0.3, first: 'short' },
    { name: 'long', share: 0.3, first: 'long' },
  ],
  best: { measure: clicked, after: { amount: 2, unit: 'd' }, else: 'short' },
  next: null,
};

function release(): Release {
  const entersOn = (event: string) => ({ enter: [{ event, again: { kind: 'never' as const } }] });
  return releaseOf([
    planOf('weekly-tips', [forever, sendOf('tip', { next: 'weekly' }), { kind: 'start', id: 'hand-on', due: now, campaign: 'farewell', next: null }], entersOn('subscribed_to_tips')),
    planOf('farewell', [sendOf('goodbye')], { enter: [{ event: 'started', again: { kind: 'always' } }] }),
    planOf('news', [split, sendOf('short'), sendOf('long')], { ...entersOn('asked_for_news'), history: ['clicked'] }),
  ]);
}

const apiKey = 'branching-test';
const servers = useServers([`limit.historyCount.suggestContinueAsNew=${shortHistory}`]);
let mail: SmtpWitness;
let service: Service;
let clock: VirtualClock;

beforeAll(async () => {
  mail = await startSmtpWitness();
  clock = createVirtualClock(start);
  await applyRelease(servers().db, release(), start);
  service = await startService({
    databaseUrl: servers().databaseUrl,
    temporal: { address: servers().temporal.address, namespace: 'default' },
    smtp: { host: '127.0.0.1', port: mail.port },
    clock,
    secret: 'a secret of the tests',
    writeKeys: [apiKey],
    ingest: { host: '127.0.0.1', port: 0 },
    onError: () => undefined,
  });
});
afterAll(async () => {
  await service?.stop();
  await mail?.stop();
});

async function post(path: string, body: object): Promise<unknown> {
  const headers = { authorization: `Basic ${btoa(`${apiKey}:`)}`, 'content-type': 'application/json' };
  const response = await fetch(`${service.ingestUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.json();
}

function says(at: number, userId: string, event: string): Moment {
  return {
    at,
    users: [userId],
    async play() {
      const timestamp = new Date(at).toISOString();
      await post('/v1/batch', {
        batch: [
          { type: 'identify', userId, messageId: `i-${userId}-${event}`, timestamp, traits: { email: `${userId}@loopback.example` } },
          { type: 'track', userId, messageId: `t-${userId}-${event}`, timestamp, event },
        ],
      });
    },
  };
}

async function playOut(moments: readonly Moment[], end: number): Promise<void> {
  await conduct({ clock, orchestra: orchestraOf(service), moments, until: end });
}

async function rows<Row extends Record<string, unknown>>(sql: string): Promise<readonly Row[]> {
  return (await servers().db.pool.query<Row>(sql)).rows;
}

test('a split decides its winner once, and a start by the API lets in once', async () => {
  const leads = Array.from({ length: 60 }, (_, index) => `reader-${index}`);
  const inArm = (arm: string | undefined, count: number) => leads.filter((lead) => armOf(split, 'news', lead)?.name === arm).slice(0, count);
  const [short, long, waiting] = [inArm('short', 3), inArm('long', 3), inArm(undefined, 4)];
  const begin = { userId: 'caller', campaign: 'farewell', messageId: 'begin-1', properties: { plan: 'trial' } };
  await playOut(
    [
      ...[...short, ...long, ...waiting].map((lead) => says(start, lead, 'asked_for_news')),
      ...long.slice(0, 2).map((lead) => says(start + day, lead, 'clicked')),
      {
        at: start + day,
        users: ['caller'],
        async play() {
          await post('/v1/identify', { userId: 'caller', messageId: 'i-caller', traits: { email: 'caller@loopback.example' } });
          expect(await post('/v1/start', begin)).toEqual({ success: true, status: 'stored', messageId: 'begin-1' });
          expect(await post('/v1/start', begin)).toEqual({ success: true, status: 'duplicate', messageId: 'begin-1' });
          expect(await post('/v1/start', { ...begin, campaign: 'news' })).toMatchObject({ success: false });
        },
      },
    ],
    start + 3 * day,
  );
  expect(await rows('select winner from split_winners')).toEqual([{ winner: 'long' }]);
  expect(await rows("select step, state, count(*)::int as n from claims where campaign = 'news' group by 1, 2 order by 1")).toEqual([
    { step: 'long', state: 'sent', n: 3 + 4 },
    { step: 'short', state: 'sent', n: 3 },
  ]);
  expect(await rows("select l.user_id, e.ending from enrolments e join leads l on l.id = e.lead_id where e.campaign = 'farewell'")).toEqual([
    { user_id: 'caller', ending: 'finished' },
  ]);
});

test('a repeat goes on through many runs, each of them short, and every round sends once', async () => {
  const before = mail.accepted();
  const entersAt = start + 4 * day;
  await playOut([says(entersAt, 'ada', 'subscribed_to_tips')], entersAt + (rounds + 1) * 7 * day);
  expect(mail.accepted() - before).toBe(rounds + 1);
  const [tips] = await rows<{ id: string; ending: string; progress: unknown }>("select id, ending, progress from enrolments where campaign = 'weekly-tips'");
  expect(tips).toMatchObject({ ending: 'finished', progress: { step: null, ending: 'finished' } });
  expect(await rows("select count(*)::int as n, count(distinct key)::int as keys from claims where step = 'tip' and state = 'sent'")).toEqual([{ n: rounds, keys: rounds }]);
  // The last step hands the lead on, in the same transaction.
  expect(await rows("select e.ending from enrolments e join leads l on l.id = e.lead_id where e.campaign = 'farewell' and l.user_id = 'ada'")).toEqual([{ ending: 'finished' }]);
  const handle = servers().client.workflow.getHandle(tips?.id ?? '');
  await handle.result();
  const last = await handle.describe();
  expect(last.historyLength).toBeLessThan(shortHistory + 150);
  // What the list says of a run comes a moment after its end.
  const runs = await until('every run of the repeat to be told of as ended', 30_000, async () => {
    const told: string[] = [];
    for await (const run of servers().client.workflow.list({ query: `WorkflowId = "${tips?.id}"` })) told.push(run.status.name);
    return told.includes('COMPLETED') && !told.includes('RUNNING') ? told : undefined;
  });
  expect(runs.length).toBeGreaterThan(1);
  expect(new Set(runs)).toEqual(new Set(['COMPLETED', 'CONTINUED_AS_NEW']));
});
