import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { VirtualClock } from '../../../runtime/clock.js';
import { createVirtualClock } from '../../../runtime/clock.js';
import { orchestraOf } from '../../../runtime/service/orchestra.js';
import type { Service } from '../../../runtime/service/start-service.js';
import { startService } from '../../../runtime/service/start-service.js';
import type { Moment } from '../../../runtime/simulate/conductor.js';
import { conduct } from '../../../runtime/simulate/conductor.js';
import { enrolmentOf } from './stage/enrolment-of.js';
import { signUp } from './stage/sign-up.js';
import type { SmtpWitness } from './stage/smtp-witness.js';
import { startSmtpWitness } from './stage/smtp-witness.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

vi.setConfig({ testTimeout: 180_000 });

const day = 86_400_000;
/** 09:00 in New York, in summer time by two days. */
const begin = Date.parse('2026-03-10T13:00:00Z');
const writeKey = 'three-years';

const servers = useServers();
let mail: SmtpWitness;

beforeAll(async () => {
  mail = await startSmtpWitness();
});
afterAll(() => mail?.stop());

/** A worker of its own, whose clock stands where the last one's stood. */
async function within<T>(clock: VirtualClock, work: (service: Service) => Promise<T>): Promise<T> {
  const { databaseUrl, temporal } = servers();
  const service = await startService({
    databaseUrl,
    temporal: { address: temporal.address, namespace: 'default' },
    smtp: { host: '127.0.0.1', port: mail.port },
    clock,
    secret: 'a secret of the tests',
    writeKeys: [writeKey],
    ingest: { host: '127.0.0.1', port: 0 },
    onError: () => {},
  });
  try {
    return await work(service);
  } finally {
    await service.stop();
  }
}

test('a campaign that waits for 1,095 days finishes, worker and Temporal restarted on the way', async () => {
  const { db, temporal, client } = servers();
  const traits = { email: 'ada@loopback.example', time_zone: 'America/New_York' };
  const first = createVirtualClock(begin);
  await within(first, async (service) => {
    const moment: Moment = {
      at: begin,
      users: ['ada'],
      play: () => signUp(service.ingestUrl, writeKey, 'three-years', ['ada'], () => traits),
    };
    await conduct({ clock: first, orchestra: orchestraOf(service), moments: [moment], until: begin + 400 * day });
  });
  expect(mail.accepted()).toBe(1);
  const standing = await enrolmentOf(db, 'ada');
  // 09:00 again, but in winter time: the ninth of March comes before the change of 2029.
  expect(standing).toMatchObject({ step: 'last', resting_until: Date.parse('2029-03-09T14:00:00Z'), awake: false });

  process.kill(temporal.pid, 'SIGKILL');
  await temporal.restart();
  const second = createVirtualClock(first.now());
  await within(second, (service) => conduct({ clock: second, orchestra: orchestraOf(service), moments: [], until: begin + 800 * day }));
  expect(mail.accepted()).toBe(1);

  await temporal.restart();
  const third = createVirtualClock(second.now());
  await within(third, async (service) => {
    await conduct({ clock: third, orchestra: orchestraOf(service), moments: [], until: begin + 1_100 * day });
    const handle = client.workflow.getHandle(standing?.id ?? '');
    await until('its run is over', 60_000, async () => ((await handle.describe()).status.name === 'RUNNING' ? undefined : true));
    expect(await handle.result()).toBe('finished');
    expect((await handle.fetchHistory()).events?.length).toBeLessThan(65);
  });
  expect(mail.accepted()).toBe(2);
  expect(await enrolmentOf(db, 'ada')).toMatchObject({ ending: 'finished' });
  const { rows } = await db.pool.query<{ at: string }>("select settled_at as at from claims where step = 'last'");
  expect(Number(rows[0]?.at)).toBe(Date.parse('2029-03-09T14:00:00Z'));
});
