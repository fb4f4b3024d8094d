import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordOf } from '../../../runtime/servers/processes/process-table.js';
import { isRunning, readState, removeState, writeState } from '../../../runtime/servers/state-file.js';
import type { State } from '../../../runtime/servers/state-file.js';
import { tempFolder } from './temp-folder.js';

const own = recordOf(process.pid);

const full: State = {
  owner: own,
  servers: [own],
  databaseUrl: 'postgres://perennial:secret@127.0.0.1:5433/perennial',
  temporalAddress: '127.0.0.1:7233',
  temporalUi: 'http://127.0.0.1:8233',
  ingestUrl: 'http://127.0.0.1:8080',
  writeKey: 'a-key',
  inboxFolder: '.perennial/inbox',
  smtpPort: 1025,
};

test('what is written is read, with and without the parts that may be missing', () => {
  const repository = tempFolder();
  writeState(repository, full);
  expect(readState(repository)).toEqual(full);
  const { owner, servers, databaseUrl, temporalAddress } = full;
  const least = { owner, servers, databaseUrl, temporalAddress };
  writeState(repository, least);
  expect(readState(repository)).toEqual(least);
  removeState(repository);
  expect(readState(repository)).toBeUndefined();
});

test('only the owner may read it, and nothing else is left beside it', () => {
  const repository = tempFolder();
  writeState(repository, full);
  writeState(repository, full);
  expect(readdirSync(join(repository, '.perennial'))).toEqual(['state.json']);
  expect(statSync(join(repository, '.perennial', 'state.json')).mode & 0o777).toBe(0o600);
});

test.each(['', '{', 'null', '{"owner":{"pid":1}}', '[]'])('a file of %j is no state', (content) => {
  const repository = tempFolder();
  mkdirSync(join(repository, '.perennial'));
  writeFileSync(join(repository, '.perennial', 'state.json'), content);
  expect(readState(repository)).toBeUndefined();
});

test('it runs as long as every process of it does, and no other has its pid', () => {
  const gone = { pid: 2_147_483_647, command: 'postgres' };
  const other = { pid: process.pid, command: 'postgres -D somewhere' };
  expect(isRunning(full)).toBe(true);
  expect(isRunning({ ...full, servers: [own, gone] })).toBe(false);
  expect(isRunning({ ...full, owner: other })).toBe(false);
});
