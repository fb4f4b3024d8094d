import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Timeline } from '../../../runtime/store/reports/timeline.js';
import { timelineOf } from '../../../runtime/store/reports/timeline.js';
import { enrolmentOf } from './stage/enrolment-of.js';
import type { OpenService } from './stage/open-service.js';
import { openService } from './stage/open-service.js';
import type { SmtpWitness } from './stage/smtp-witness.js';
import { startSmtpWitness } from './stage/smtp-witness.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

const servers = useServers();
let mail: SmtpWitness;
let open: OpenService;

beforeAll(async () => {
  mail = await startSmtpWitness();
  open = await openService(servers(), mail.port);
});
afterAll(async () => {
  await open?.service.stop();
  await mail?.stop();
});

const good = { email: 'ada@loopback.example' };

test('a lead without an address gets no mail, is told of, and comes to the end', async () => {
  const timeline = await goThrough('no-address', { first_name: 'Ada' });
  expect(said(timeline)).toEqual([
    'entered signed_up',
    'first skipped no_address',
    'second waiting',
    'second skipped no_address',
    'finished',
  ]);
  expect(sends(timeline)).toEqual([]);
});

test('a lead whose address cannot be written to is refused, told of, and comes to the end', async () => {
  const timeline = await goThrough('no-at-sign', { email: 'ada at loopback' });
  expect(said(timeline)).toEqual(expect.arrayContaining(['first refused', 'second skipped suppressed', 'finished']));
  expect(sends(timeline)).toEqual(['first refused']);
});

test('a lead in a zone that does not exist counts in the zone of the workspace, and is told of', async () => {
  const timeline = await goThrough('no-such-zone', { ...good, time_zone: 'Mars/Olympus' });
  expect(said(timeline)).toEqual(expect.arrayContaining(['second waiting unknown_zone', 'finished']));
  expect(sends(timeline)).toEqual(['first sent', 'second sent']);
});

test('an attribute that no schema declares is kept, told of, and stands in nobody\'s way', async () => {
  const timeline = await goThrough('undeclared', { ...good, shoe_size: 44 });
  expect(timeline.undeclared).toHaveProperty('shoe_size');
  expect(timeline.attributes).not.toHaveProperty('shoe_size');
  expect(said(timeline)).toEqual(expect.arrayContaining(['attribute undeclared:shoe_size', 'finished']));
  expect(sends(timeline)).toEqual(['first sent', 'second sent']);
});

test('nobody hangs: every workflow is closed and nothing was tried again', async () => {
  const { db, client } = servers();
  const { rows } = await db.pool.query<{ id: string }>('select id from enrolments');
  expect(rows).toHaveLength(4);
  for (const { id } of rows) expect(await client.workflow.getHandle(id).result()).toBe('finished');
  expect(open.errors).toEqual([]);
});

async function goThrough(userId: string, traits: Readonly<Record<string, unknown>>): Promise<Timeline> {
  const { db } = servers();
  await open.signUp('two-mails', [userId], traits);
  await until(`${userId} comes to the end`, 40_000, async () => {
    const row = await enrolmentOf(db, userId);
    return row?.ending === 'finished' ? row : undefined;
  });
  const timeline = await timelineOf(db, userId);
  if (timeline === undefined) throw new Error(`${userId} is unknown`);
  return timeline;
}

function said({ entries }: Timeline): readonly string[] {
  return entries.flatMap((entry) =>
    entry.kind === 'decision' ? [[entry.step, entry.code, entry.detail].filter((word) => word !== null).join(' ')] : [],
  );
}

function sends({ entries }: Timeline): readonly string[] {
  return entries.flatMap((entry) => (entry.kind === 'send' ? [`${entry.step} ${entry.state}`] : []));
}
