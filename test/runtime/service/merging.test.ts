import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('a visitor who signs in between two mails goes on where the visitor stood, and gets each mail once', async () => {
  const { db, client } = servers();
  const post = async (batch: readonly object[]): Promise<void> => {
    const answer = await fetch(`${open.service.ingestUrl}/v1/batch`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('service-test:')}` },
      body: JSON.stringify({ batch }),
    });
    expect(await answer.json()).toMatchObject({ items: batch.map(() => ({ status: 'stored' })) });
  };
  const signedUp = { type: 'track', event: 'signed_up', properties: { campaign: 'two-mails' } };
  const traits = { email: 'ada@loopback.example', first_name: 'Ada' };
  await post([{ type: 'identify', anonymousId: 'a-1', traits }, { ...signedUp, anonymousId: 'a-1' }]);
  await until('the first mail', 30_000, () => (mail.accepted() === 1 ? true : undefined));
  const visitor = await until('its run', 10_000, async () => enrolmentOf(db, 'anonymous:a-1'));
  await post([{ type: 'identify', userId: 'ada', anonymousId: 'a-1', traits }, { ...signedUp, userId: 'ada' }]);
  await until('the second mail', 30_000, () => (mail.accepted() >= 2 ? true : undefined));
  await until('both names are one lead', 10_000, async () =>
    (await timelineOf(db, 'anonymous:a-1'))?.userId === 'ada' ? true : undefined,
  );
  expect(await client.workflow.getHandle(visitor.id).result()).toBe('finished');
  await until('nobody is inside any more', 30_000, async () => {
    const { rows } = await db.pool.query('select id from enrolments where ending is null');
    return rows.length === 0 ? true : undefined;
  });
  expect(mail.accepted()).toBe(2);
  const { rows } = await db.pool.query('select l.user_id, c.step, c.state from claims c join leads l on l.id = c.lead_id order by c.step');
  expect(rows).toEqual([
    { user_id: 'ada', step: 'first', state: 'sent' },
    { user_id: 'ada', step: 'second', state: 'sent' },
  ]);
  expect(open.errors).toEqual([]);

  // What cannot be erased holds no word of the person, and no secret.
  const { rows: runs } = await db.pool.query<{ id: string }>('select id from enrolments');
  const histories = await Promise.all(runs.map(({ id }) => client.workflow.getHandle(id).fetchHistory()));
  const { rows: kept } = await db.pool.query('select d.text, d.detail, e.id, c.key, p.plan from enrolments e join plans p on p.hash = e.plan_hash left join decisions d on d.enrolment_id = e.id left join claims c on c.enrolment_id = e.id');
  const told = [JSON.stringify(histories, bytesAsText), JSON.stringify(kept), await readFile(join(servers().folder, 'temporal.log'), 'utf8')];
  expect(told[0]).toContain(runs[0]?.id);
  for (const text of told) for (const word of ['loopback.example', 'anonymous:a-1', 'service-test', 'a secret of the tests']) expect(text.includes(word), word).toBe(false);
}, 120_000);

function bytesAsText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
}
