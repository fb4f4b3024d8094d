import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { Connection } from '@temporalio/client';
import { expect, onTestFinished, test } from 'vitest';
import { temporalSettings } from '../../../../runtime/service/temporal-settings.js';
import { makeCertificate } from '../stage/make-certificate.js';
import { openService } from '../stage/open-service.js';
import { startSmtpWitness } from '../stage/smtp-witness.js';
import { until } from '../stage/until.js';
import { useServers } from '../stage/use-servers.js';

const servers = useServers();

test('Temporal is spoken to by TLS with an authority and certificates of one\'s own, and by nobody without', async () => {
  const authority = makeCertificate('authority');
  const server = makeCertificate('temporal.test', authority);
  const own = makeCertificate('perennial', authority);
  const port = await startDoor(server, authority.crt);
  const fileOf = (name: string, text: string): string => {
    const path = join(servers().folder, name);
    writeFileSync(path, text);
    return path;
  };
  const env = {
    TEMPORAL_TLS_CA: fileOf('ca.pem', authority.crt),
    TEMPORAL_TLS_SERVER_NAME: 'temporal.test',
    TEMPORAL_TLS_CERT: fileOf('own.pem', own.crt),
    TEMPORAL_TLS_KEY: fileOf('own.key', own.key),
  };
  const mail = await startSmtpWitness();
  onTestFinished(() => mail.stop());
  const address = `127.0.0.1:${port}`;
  const open = await openService(servers(), mail.port, { temporal: temporalSettings(address, env) });
  onTestFinished(() => open.service.stop());
  await open.signUp('two-mails', ['secured']);
  await until('the mail is there', 30_000, () => (mail.accepted() === 1 ? true : undefined));
  expect(open.errors).toEqual([]);

  const { TEMPORAL_TLS_CERT: _cert, TEMPORAL_TLS_KEY: _key, ...nameless } = env;
  await expect(Connection.connect({ ...temporalSettings(address, nameless), connectTimeout: '2 seconds' })).rejects.toThrow();
});

/** Ends TLS before the Temporal server, as a proxy does, for whoever shows a certificate of this authority. */
async function startDoor({ crt, key }: { readonly crt: string; readonly key: string }, ca: string): Promise<number> {
  const door = createServer({ cert: crt, key, ca, requestCert: true, rejectUnauthorized: true, ALPNProtocols: ['h2'] }, (outside) => {
    const [host = '', port = ''] = servers().temporal.address.split(':');
    const inside = connect(Number(port), host);
    outside.pipe(inside).pipe(outside);
    for (const [one, other] of [[outside, inside], [inside, outside]] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  door.on('tlsClientError', () => {});
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  onTestFinished(() => void door.close());
  const bound = door.address();
  if (bound === null || typeof bound === 'string') throw new Error('the port is not known');
  return bound.port;
}
