import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { temporalSettings } from '../../../../runtime/service/temporal-settings.js';

const folder = mkdtempSync(join(tmpdir(), 'perennial-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pem = join(folder, 'one.pem');
writeFileSync(pem, 'a certificate');
const cloud = 'northwind.a1b2c.tmprl.cloud:7233';

test('a server of one\'s own is spoken to plainly', () => {
  expect(temporalSettings('127.0.0.1:7233', { TEMPORAL_TLS_CERT: '' })).toEqual({ address: '127.0.0.1:7233', namespace: 'default' });
});

test('an API key implies TLS', () => {
  expect(temporalSettings(cloud, { TEMPORAL_NAMESPACE: 'northwind.a1b2c', TEMPORAL_API_KEY: 'a key' })).toEqual({
    address: cloud,
    namespace: 'northwind.a1b2c',
    apiKey: 'a key',
    tls: {},
  });
});

test('a client certificate goes with its key, and an authority of one\'s own with its name', () => {
  const env = { TEMPORAL_TLS_CERT: pem, TEMPORAL_TLS_KEY: pem, TEMPORAL_TLS_CA: pem, TEMPORAL_TLS_SERVER_NAME: 'temporal' };
  const file = Buffer.from('a certificate');
  expect(temporalSettings('10.0.0.7:7233', env).tls).toEqual({
    clientCertPair: { crt: file, key: file },
    serverRootCACertificate: file,
    serverNameOverride: 'temporal',
  });
});

test.each([
  [{ TEMPORAL_TLS_CERT: pem }, 'TEMPORAL_TLS_CERT is set, and TEMPORAL_TLS_KEY is not.'],
  [{ TEMPORAL_TLS_KEY: pem }, 'TEMPORAL_TLS_KEY is set, and TEMPORAL_TLS_CERT is not.'],
  [{ TEMPORAL_TLS_CERT: pem, TEMPORAL_TLS_KEY: pem, TEMPORAL_API_KEY: 'a key' }, 'TEMPORAL_API_KEY and TEMPORAL_TLS_CERT are both set.'],
  [{ TEMPORAL_API_KEY: 'a key' }, 'TEMPORAL_NAMESPACE is not set.'],
  [{ TEMPORAL_TLS_CA: '/nowhere/ca.pem' }, 'TEMPORAL_TLS_CA names "/nowhere/ca.pem", which cannot be read.'],
])('what is half said is refused: %o', (env, message) => {
  expect(() => temporalSettings(cloud, env)).toThrow(message);
});
