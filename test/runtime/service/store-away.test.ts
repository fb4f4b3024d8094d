import { afterAll, beforeAll, expect, test } from 'vitest';
import { statement } from '../../../runtime/store/database.js';
import type { Wire } from '../../chaos/wire.js';
import { layWire } from '../../chaos/wire.js';
import type { OpenService } from './stage/open-service.js';
import { openService } from './stage/open-service.js';
import type { SmtpWitness } from './stage/smtp-witness.js';
import { startSmtpWitness } from './stage/smtp-witness.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

const servers = useServers();
let mail: SmtpWitness;
let wire: Wire;
let open: OpenService;

beforeAll(async () => {
  // Time enough to lose the database between the final dot and its answer.
  mail = await startSmtpWitness({ delayMs: () => 1_000 });
  const url = new URL(servers().databaseUrl);
  wire = await layWire({ host: url.hostname, port: Number(url.port) });
  url.port = `${wire.port}`;
  open = await openService({ ...servers(), databaseUrl: url.href }, mail.port);
});
afterAll(async () => {
  await open?.service.stop();
  await wire?.stop();
  await mail?.stop();
});

test('what the mail server says while the database is away is not forgotten: no mail comes again for that', async () => {
  await open.signUp('five-mails-repeat', ['ada']);
  await until('a message waits for its 250', 20_000, () => (mail.atTheDot() > 0 ? true : undefined), 5);
  await wire.down();
  await until('it is answered', 5_000, () => (mail.atTheDot() === 0 ? true : undefined));
  await new Promise((resolve) => {
    setTimeout(resolve, 700);
  });
  await wire.up();
  await until('the next one is under way', 20_000, () => (mail.handings.length > 1 ? true : undefined));
  const [first, second] = mail.handings;
  expect(second?.messageId).not.toBe(first?.messageId);
  expect(await servers().db.query(decisionsOnFirst)).toEqual([{ code: 'claimed' }, { code: 'sent' }]);
});

const decisionsOnFirst = statement<{ code: string }>('test-decisions-on-first', `select code from decisions where step = 'one' order by id`);
