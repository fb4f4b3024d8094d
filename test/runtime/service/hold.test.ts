import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { liftControl, sayControl } from '../../../runtime/store/edits/controls.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import type { ScriptedSmtpPeer } from '../channels/scripted-smtp-peer.js';
import { startScriptedSmtpPeer } from '../channels/scripted-smtp-peer.js';
import { planOf, releaseOf, sendOf, workspaceWith } from '../leads/release-for-tests.js';
import { enrolmentOf } from './stage/enrolment-of.js';
import type { EnrolmentRow } from './stage/enrolment-of.js';
import type { OpenService } from './stage/open-service.js';
import { openService } from './stage/open-service.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

const servers = useServers();
let mail: ScriptedSmtpPeer;
let folder: string;
let open: OpenService;
const environments = { staging: { allow: ['@loopback.example'] } };

beforeAll(async () => {
  mail = await startScriptedSmtpPeer();
  folder = await mkdtemp(join(tmpdir(), 'perennial-staging-'));
  const plan = planOf('welcome', [sendOf('hello')]);
  await applyRelease(servers().db, releaseOf([plan], workspaceWith({ environments })), Date.now());
  open = await openService(servers(), mail.port, { environment: { name: 'staging', folder } });
});
afterAll(async () => {
  await open?.service.stop();
  await mail?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a held campaign sends nothing; resumed, what waited goes; stopped, its runs end', async () => {
  const { db, client } = servers();
  const said = { campaign: 'welcome', saidBy: 'operator', reason: 'a test', since: Date.now() } as const;
  await sayControl(db, { ...said, state: 'held' });
  await open.signUp('welcome', ['ada', 'bob']);
  await whenAt('ada', ({ awake }) => !awake);
  const { id } = await whenAt('bob', ({ awake }) => !awake);
  expect(mail.taken).toHaveLength(0);
  await liftControl(db, 'welcome', 60, Date.now());
  await until('one of them goes', 30_000, () => (mail.taken.length === 1 ? true : undefined));
  await until('and then the other', 30_000, () => (mail.taken.length === 2 ? true : undefined));
  await whenAt('bob', ({ ending }) => ending === 'finished');

  await sayControl(db, { ...said, state: 'held' });
  await open.signUp('welcome', ['cy']);
  const cy = await whenAt('cy', ({ awake }) => !awake);
  await sayControl(db, { ...said, state: 'stopped' });
  await whenAt('cy', ({ ending }) => ending === 'stopped');
  for (const run of [id, cy.id]) {
    await until('its run is closed', 30_000, async () =>
      (await client.workflow.getHandle(run).describe()).status.name === 'RUNNING' ? undefined : true,
    );
  }
  expect(await client.workflow.getHandle(cy.id).result()).toBe('stopped');
  await liftControl(db, 'welcome', undefined, Date.now());
});

test('an environment delivers to its allow-list; the rest is kept in the inbox, and the timeline says so', async () => {
  const before = mail.taken.length;
  await open.signUp('welcome', ['outside'], { email: 'somebody@elsewhere.example' });
  await whenAt('outside', ({ ending }) => ending === 'finished');
  expect(mail.taken).toHaveLength(before);
  expect((await readdir(join(folder, 'inbox'))).filter((file) => file.endsWith('.eml'))).toHaveLength(1);
  const { rows } = await servers().db.pool.query("select text from decisions where code = 'sent' order by id desc limit 1");
  expect(rows).toEqual([{ text: 'Kept in the local inbox: the environment "staging" writes to its allow-list only.' }]);
});

test('an environment that perennial.yaml does not have is refused', async () => {
  await expect(openService(servers(), mail.port, { environment: { name: 'stagin', folder } })).rejects.toThrow(
    'perennial.yaml has no environment "stagin".',
  );
});

function whenAt(userId: string, is: (row: EnrolmentRow) => boolean): Promise<EnrolmentRow> {
  return until(`${userId} gets there`, 30_000, async () => {
    const row = await enrolmentOf(servers().db, userId);
    return row !== undefined && is(row) ? row : undefined;
  });
}
