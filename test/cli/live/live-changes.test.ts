import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../../../runtime/clock.js';
import { createLeadDesk } from '../../../runtime/leads/lead-lock.js';
import { appendEvents } from '../../../runtime/store/events.js';
import { createReleases } from '../../../runtime/store/releases.js';
import { absorbEverything } from '../../runtime/leads/absorb-everything.js';
import { useCluster } from '../../runtime/store/test-database.js';
import type { TestDatabase } from '../../runtime/store/test-database.js';
import type { Finished } from '../perennial.js';
import { rewrite, smallRepository } from '../perennial.js';
import { runCommand } from '../run-command.js';

const open = useCluster();
let database: TestDatabase;
let folder: string;

/** The command in this process, on the test's database; nobody watches. */
function run(...words: readonly string[]): Promise<Finished> {
  return runCommand(words, { cwd: folder, env: { DATABASE_URL: database.url } });
}

beforeAll(async () => {
  database = await open();
  folder = smallRepository();
  expect(await run('apply')).toMatchObject({ code: 0, err: 'Applied.\n' });
  const now = Date.now();
  const about = { source: 'test', userId: 'ada', at: now } as const;
  await appendEvents(
    database.db,
    [
      { ...about, messageId: '1', kind: 'identify', name: 'identify', properties: { email: 'ada@example.com' } },
      { ...about, messageId: '2', kind: 'track', name: 'signed_up', properties: {} },
    ],
    now,
  );
  await absorbEverything(createLeadDesk({ db: database.db, clock: realClock, releases: createReleases() }));
});

async function state(): Promise<readonly unknown[]> {
  const { rows } = await database.db.pool.query('select campaign, state, reason from controls');
  return rows;
}

describe('hold, resume and stop', () => {
  test('a dry run shows who is inside and changes nothing', async () => {
    const said = await run('hold', 'hello', '--dry-run');
    expect(said).toMatchObject({ code: 0, err: 'This was a dry run; nothing was changed.\n' });
    expect(said.out.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['campaign', 'inside', 'held', 'due within a day', 'decided, not sent'],
      ['hello', '1', '0', '1', '0'],
      [''],
    ]);
    expect(await state()).toEqual([]);
  });

  test('a hold has a reason, shows in the status, and ends with a resume that says what bursts', async () => {
    expect((await run('hold', 'hello', '--reason', 'wrong price')).err).toBe('"hello" is held from now on.\n');
    expect((await run('hold', 'hello', '--reason', 'wrong price')).err).toBe('"hello" is held already.\n');
    expect(await state()).toEqual([{ campaign: 'hello', state: 'held', reason: 'wrong price' }]);
    expect((await run('status')).out).toContain('hello is held: wrong price. That ends with: perennial resume hello');
    await database.db.pool.query(`update enrolments set progress = progress || '{"held": true}'`);
    const dry = await run('resume', 'hello', '--rate', '1/min', '--dry-run');
    expect(dry.out).toContain('1 lead waits; at 1 a minute the last goes on after 1 minute.');
    expect((await run('resume', 'hello')).out).toContain('1 lead waits; all of them go on at once.');
    expect(await state()).toEqual([]);
    expect(await run('resume', 'hello')).toMatchObject({ code: 1, err: 'Nothing was held.\n' });
    await database.db.pool.query(`update enrolments set progress = progress - 'held'`);
  });

  test('of one campaign held with all of them, it is said what ends it', async () => {
    await run('hold', '--all');
    expect(await run('resume', 'hello')).toMatchObject({ code: 1, err: 'All campaigns are held. That ends with: perennial resume --all\n' });
    expect((await run('resume', '--all')).code).toBe(0);
  });

  test('to stop asks first; where nobody answers nothing happens', async () => {
    const said = await run('stop', 'hello');
    expect(said.code).toBe(1);
    expect(said.err).toContain('Nothing was changed; to do it without being asked: perennial stop … --yes');
    expect(await state()).toEqual([]);
    expect((await run('stop', 'hello', '--yes', '--reason', 'over')).code).toBe(0);
    expect(await state()).toEqual([{ campaign: 'hello', state: 'stopped', reason: 'over' }]);
    await run('resume', 'hello');
  });

  test.each([
    [['hold'], 'Name a campaign, or all of them.\nType: perennial hold <campaign>, or: perennial hold --all'],
    [['hold', 'helo'], 'No campaign "helo" was ever applied.\nDid you mean "hello"?'],
    [['resume', 'hello', '--rate', 'fast'], '"fast" is no rate of at least one lead a minute.\nWrite it like this: perennial resume --rate 100/min'],
  ])('%j', async (words, err) => {
    expect(await run(...words)).toEqual({ code: 2, out: '', err });
  });
});

test('apply shows who is inside and what becomes of them, and asks before it moves them for good', async () => {
  rewrite(folder, 'campaigns/hello.yaml', 'steps:\n  - send: first-mail\n', 'in_flight: end\nsteps:\n');
  const before = readFileSync(join(folder, 'tests/hello.test.yaml'), 'utf8');
  rewrite(folder, 'tests/hello.test.yaml', '  - { sent: first-mail, at: 2026-03-02 10:00 }\n', '');
  const asked = await run('apply');
  expect(asked.code).toBe(1);
  expect(asked.out).toMatch(/^changed +hello\n\ninside +on +leads +what becomes of them\nhello +first-mail +1 +it ends for them\n$/);
  expect(asked.err).toContain('perennial apply . --yes');
  const { rows } = await database.db.pool.query('select from moves');
  expect(rows).toEqual([]);
  expect((await run('apply', '--yes')).code).toBe(0);
  expect((await database.db.pool.query('select to_step, ending from moves where from_step = $1', ['first-mail'])).rows).toEqual([
    { to_step: null, ending: 'edited' },
  ]);
  expect(before).toContain('first-mail');
});

test('an environment has to be one of perennial.yaml', async () => {
  appendFileSync(join(folder, 'perennial.yaml'), "environments:\n  staging: { allow: ['@northwind.example'] }\n");
  expect(await run('apply', '--environment', 'stagging', '--yes')).toMatchObject({
    code: 2,
    err: 'perennial.yaml has no environment "stagging".\nDid you mean "staging"?',
  });
  expect((await run('apply', '--environment', 'staging', '--yes')).code).toBe(0);
  expect((await database.db.pool.query('select environment from incarnation')).rows).toEqual([{ environment: 'staging' }]);
});

test('unknown messages are listed and settled by hand', async () => {
  await database.db.pool.query(
    `insert into claims (lead_id, key, enrolment_id, campaign, step, channel, class, unsure, state, claimed_at, settled_at)
     select lead_id, 'k1', id, campaign, 'first-mail', 'email', 'marketing', 'skip', 'unknown', 0, 0 from enrolments`,
  );
  const listed = await run('unknown', '--format', 'json');
  expect(JSON.parse(listed.out)).toMatchObject({ version: 1, total: 1, unknown: [{ key: 'k1', userId: 'ada', step: 'first-mail' }] });
  expect(await run('unknown', '--sent', 'nothing')).toMatchObject({ code: 1, err: 'No message with the key "nothing" is unknown.\n' });
  expect(await run('unknown', '--sent', 'k1')).toMatchObject({ code: 0, err: 'Settled.\n' });
  expect((await run('unknown')).err).toBe('0 messages unknown.\n');
});

describe('recover', () => {
  test.each([
    [['recover'], 'Say what was lost.\nType --lost-since with a moment, or --nothing-lost; see: perennial recover --help'],
    [['recover', '--lost-since', 'yesterday'], '"yesterday" is no moment.\nWrite it with its offset: 2026-11-22T10:00Z'],
    [
      ['recover', '--lost-since', '2026-01-02T10:00Z', '--lost-until', '2026-01-01T10:00Z'],
      'The time that was lost has to begin before it ends, and to lie in the past.\nSee: perennial recover --help',
    ],
  ])('%j', async (words, err) => {
    expect(await run(...words)).toEqual({ code: 2, out: '', err });
  });

  test('a dry run says how many are concerned, and nothing else', async () => {
    const said = await run('recover', '--nothing-lost', '--dry-run');
    expect(said).toEqual({
      code: 0,
      out: '1 lead inside: Temporal begins anew with each.\n',
      err: 'This was a dry run; nothing was changed.\n',
    });
    expect((await database.db.pool.query("select from outbox where kind = 'rebuild'")).rows).toEqual([]);
  });
});

describe('export and erase', () => {
  test('a person’s rows are printed, and nobody’s are not', async () => {
    const { out } = await run('export', 'ada');
    expect(JSON.parse(out)).toMatchObject({ version: 1, lead: { user_id: 'ada' }, stored: { events: expect.any(Array) } });
    expect(await run('export', 'nobody')).toMatchObject({ code: 1, out: '' });
  });

  test('to erase shows what there is, asks, and cannot be taken back', async () => {
    const dry = await run('erase', 'ada', '--dry-run');
    expect(dry).toEqual({
      code: 0,
      out: '2 events, 1 message, 0 tasks; inside of 1 campaign, which ends.\n',
      err: 'This was a dry run; nothing was erased.\n',
    });
    expect((await run('erase', 'ada')).code).toBe(1);
    expect((await run('erase', 'ada', '--yes')).err).toBe('Erased.\n');
    expect((await run('export', 'ada')).code).toBe(1);
  });
});

test('who has been silent for longer than leads are kept is counted before anything, and in the status', async () => {
  await database.db.pool.query("insert into leads (user_id, first_seen) values ('silent', 0)");
  appendFileSync(join(folder, 'perennial.yaml'), 'retention: { leads: 1y }\n');
  const told = '1 lead has been silent for as long as "retention" keeps leads, and will be erased at night.';
  expect((await run('apply', '--dry-run')).out).toContain(told);
  expect((await run('status')).out).not.toContain('silent');
  await run('apply', '--yes');
  expect((await run('status')).out).toContain(told);
  expect(JSON.parse((await run('status', '--format', 'json')).out)).toMatchObject({ forgettable: 1 });
});
