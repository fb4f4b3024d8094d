import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openCounted } from '../../../cli/import/counted-file.js';
import { realClock } from '../../../runtime/clock.js';
import { createLeadDesk } from '../../../runtime/leads/lead-lock.js';
import type { Imported } from '../../../runtime/service/importing/import-any.js';
import { importAny } from '../../../runtime/service/importing/import-any.js';
import { createReleases } from '../../../runtime/store/releases.js';
import { absorbEverything } from '../../runtime/leads/absorb-everything.js';
import { useCluster } from '../../runtime/store/test-database.js';
import type { TestDatabase } from '../../runtime/store/test-database.js';
import { fencedBlocks, projectFile } from '../../docs/fenced-blocks.js';
import type { Finished } from '../perennial.js';
import { copyOf, smallRepository, startPerennial } from '../perennial.js';
import { runCommand } from '../run-command.js';

const open = useCluster();
let database: TestDatabase;
let folder: string;

/** The command in this process, on the test's database; nobody watches. */
function run(...words: readonly string[]): Promise<Finished> {
  return runCommand(words, { cwd: folder, env: { DATABASE_URL: database.url } });
}

function file(name: string, ...lines: readonly string[]): string {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return name;
}

async function rows(sql: string): Promise<readonly unknown[]> {
  return (await database.db.pool.query(sql)).rows;
}

const work = () => absorbEverything(createLeadDesk({ db: database.db, clock: realClock, releases: createReleases() }));

beforeAll(async () => {
  database = await open();
  folder = smallRepository();
  writeFileSync(
    join(folder, 'campaigns/paying.yaml'),
    [
      'campaign: paying',
      'title: Thank those who pay',
      'kind: engagement',
      'stage: customer',
      'owner: team',
      'enter:',
      '  - becomes: lead.plan == "pro"',
      '    already: skip',
      'goal: activated within 14d',
      'steps:',
      '  - task: thank',
      '    team: success',
    ].join('\n'),
  );
  expect((await run('apply')).code).toBe(0);
});

describe('leads', () => {
  test('a dry run says what would change, what is wrong, and who would enter; it changes nothing', async () => {
    const name = file('leads.csv', 'User ID;email;plan', 'a;ada@example.com;pro', 'b;bob@example.com;trail', 'c;cy@example.com;trial');
    expect(await run('import', 'leads', name, '--dry-run')).toEqual({
      code: 1,
      out: '3 rows: 2 would be new, 0 would change, 0 as known, 1 refused.\nWith --enrol these would enter at once:\n  paying: 1 lead\n',
      err: expect.stringMatching(/^leads.csv:3: "plan" must be .*did you mean "trial"\?\nThis was a dry run; nothing was changed.\n$/),
    });
    expect(await rows('select from leads')).toEqual([]);
    expect(await rows('select from imports')).toEqual([]);
  });

  test('rows that are refused go to a file that can be mended and imported; nobody enters', async () => {
    const said = await run('import', 'leads', 'leads.csv', '--problems', 'wrong.csv');
    expect(said).toMatchObject({ code: 1, out: '3 rows: 2 new, 0 changed, 0 as known, 1 refused.\n' });
    const wrong = readFileSync(join(folder, 'wrong.csv'), 'utf8');
    expect(wrong).toMatch(/^User ID,email,plan,import_problem\nb,bob@example.com,trail,"line 3: ""plan"" must be/);
    file('wrong.csv', ...wrong.trimEnd().replace('trail', 'trial').split('\n'));
    expect(await run('import', 'leads', 'wrong.csv')).toMatchObject({ code: 0, out: '1 row: 1 new, 0 changed, 0 as known, 0 refused.\n' });
    await work();
    expect(await rows('select from enrolments')).toEqual([]);
    expect(await rows("select user_id, attributes->>'plan' as plan from leads order by 1")).toEqual([
      { user_id: 'a', plan: 'pro' },
      { user_id: 'b', plan: 'trial' },
      { user_id: 'c', plan: 'trial' },
    ]);
  });

  test('the same file does nothing a second time, and changes what has changed when it is asked for', async () => {
    expect((await run('import', 'leads', 'leads.csv')).err).toMatch(/This file was imported on .*; nothing was done. To do it anew: --again/);
    expect((await run('import', 'leads', 'leads.csv', '--again')).out).toBe('3 rows: 0 new, 0 changed, 2 as known, 1 refused.\n');
  });

  test('with --enrol they enter; it is asked first, with the number', async () => {
    const name = file('enrol.csv', 'id,plan', 'c,pro', 'd,pro');
    const asked = await run('import', 'leads', name, '--enrol');
    expect(asked).toMatchObject({ code: 1, out: expect.stringContaining('paying: 2 leads') });
    expect(asked.err).toContain('to do it without being asked: perennial import leads enrol.csv --enrol --yes');
    expect((await run('import', 'leads', name, '--enrol', '--yes')).code).toBe(0);
    await work();
    expect(await rows('select campaign, count(*)::int as leads from enrolments group by 1')).toEqual([{ campaign: 'paying', leads: 2 }]);
  });

  test('more problems than allowed end it; what was read by then stays', async () => {
    const name = file('many.csv', 'id,plan', ...Array.from({ length: 20 }, (_, index) => `x${index},nothing`));
    const said = await run('import', 'leads', name, '--max-problems', '5');
    expect(said.code).toBe(1);
    expect(said.err).toContain('More than 5 rows were refused; nothing behind row 20 was read.');
  });

  test.each([
    [['leads', 'nothing.csv'], 'There is no file nothing.csv.\nName a CSV file, from the folder you are in.'],
    [['leds', 'leads.csv'], '"leds" cannot be imported.\nDid you mean: perennial import leads leads.csv'],
    [['consent', 'leads.csv', '--enrol'], 'Nobody enters a campaign by consent.\nLeave --enrol out; it goes with: perennial import leads'],
    [['leads', 'leads.csv', '--map', 'plan'], '"plan" does not say what a column holds.\nWrite it like this: --map "Plan name=plan"'],
    [['leads', 'leads.csv', '--problems', 'leads.csv'], '--problems names the file that is imported.\nName another one.'],
  ])('%j', async (words, err) => {
    expect(await run('import', ...words)).toEqual({ code: 2, out: '', err });
  });

  test('a head that cannot be read ends it before the first row', async () => {
    const name = file('head.csv', 'name,plan,plan', 'x,pro,pro');
    expect(await run('import', 'leads', name)).toEqual({
      code: 2,
      out: '',
      err: [
        'head.csv: Column 1, "name", is not known.',
        'head.csv: Column 3, "plan", stands in the head twice; take one of them out of the file.',
        'head.csv: No column holds "user_id"; name one with --map "<column>=user_id".',
        'Nothing was imported.',
        '',
      ].join('\n'),
    });
  });
});

test('consent comes with its proof, and an older yes does not undo a no', async () => {
  const head = 'user_id,topic,state,at,source,wording';
  const name = file('consent.csv', head, 'a,product-tips,granted,2025-01-01T10:00:00Z,form,v1', 'a,product-tips,withdrawn,2025-06-01T10:00:00Z,,', 'e,product-tips,granted,2025-01-01T10:00:00Z,form,v2');
  expect(await run('import', 'consent', name)).toMatchObject({ code: 0, out: '3 rows: 3 new, 0 changed, 0 as known, 0 refused.\n' });
  await work();
  const known = [
    { user_id: 'a', granted: false, source: null },
    { user_id: 'e', granted: true, source: 'form' },
  ];
  const words = () => rows("select l.user_id, c.granted, c.evidence->>'source' as source from consents c join leads l on l.id = c.lead_id order by 1");
  expect(await words()).toEqual(known);
  // Where it stood, and that nobody has confirmed it.
  expect(await rows("select c.evidence->>'file' ~ '^[0-9a-f]{64}$' as file, c.evidence->'line' as line from consents c where c.granted")).toEqual([{ file: true, line: 4 }]);
  expect(await rows("select distinct properties->'confirmed' as confirmed from events where source = 'import' and name = 'subscribed'")).toEqual([{ confirmed: false }]);
  const older = file('older.csv', head, 'a,product-tips,granted,2025-02-01T10:00:00Z,form,v1');
  expect(await run('import', 'consent', older)).toMatchObject({ out: '1 row: 0 new, 0 changed, 1 as known, 0 refused.\n' });
  await work();
  expect(await words()).toEqual(known);
});

test('of two who import one file at once the slower one stops, and nothing is counted twice', async () => {
  const path = join(folder, file('both.csv', 'id,email', ...Array.from({ length: 1_200 }, (_, index) => `b${index},b${index}@example.com`)));
  const once = async (meanwhile: () => Promise<unknown>): Promise<Imported> => {
    const counted = await openCounted(path, 'both.csv');
    let asked = false;
    return importAny(database.db, realClock, 'leads', {
      file: counted,
      wishes: { map: new Map(), leftOut: [] },
      enrol: false,
      dryRun: false,
      again: false,
      mostProblems: 10,
      onHead: async () => {},
      onRefused: () => {},
      async onProgress() {
        if (asked) return;
        asked = true;
        await meanwhile();
      },
      isStopped: () => false,
    });
  };
  let other: Imported | undefined;
  const one = await once(async () => {
    other = await once(async () => {});
  });
  expect([one.kind, other?.kind]).toEqual(['taken', 'done']);
  expect(await rows("select rows_done as rows, counts->'fresh' as fresh from imports order by started_at desc limit 1")).toEqual([{ rows: 1_200, fresh: 1_200 }]);
});

test('suppressions and past sends are stored once, however often they are named', async () => {
  const bounced = file('bounced.csv', 'email,reason', 'Ada@example.com,bounce', 'ada@example.com,spam');
  expect(await run('import', 'suppressions', bounced)).toMatchObject({ code: 0, out: '2 rows: 1 new, 0 changed, 1 as known, 0 refused.\n' });
  expect(await rows('select reason from suppressions')).toEqual([{ reason: 'hard_bounce' }]);
  const sent = ['user_id,campaign,step,sent_at', 'a,hello,first-mail,2025-01-01T10:00:00Z', 'nobody,hello,first-mail,2025-01-01T10:00:00Z'];
  const said = await run('import', 'sends', file('sent.csv', ...sent));
  expect(said).toMatchObject({ code: 1, out: '2 rows: 1 new, 0 changed, 0 as known, 1 refused.\n' });
  expect(said.err).toContain('sent.csv:3: "user_id" is no lead here; import the leads first\n');
  expect(await run('import', 'sends', file('again.csv', ...sent.slice(0, 2), ''))).toMatchObject({ out: '1 row: 0 new, 0 changed, 1 as known, 0 refused.\n' });
  expect(await rows('select campaign, step, state, imported from claims')).toEqual([{ campaign: 'hello', step: 'first-mail', state: 'sent', imported: true }]);
});

test('killed in the middle, twice, the same command goes on: nothing is lost, nothing doubled', async () => {
  const many = 20_000;
  const lines = Array.from({ length: many }, (_, index) => `m${index},m${index}@example.com,trial,${index % 997 === 0 ? 'no-date' : ''}`);
  const name = file('big.csv', 'id,email,plan,trial_ends_at', ...lines);
  const refused = Math.ceil(many / 997);
  const words = ['import', 'leads', name, folder, '--problems', 'big-wrong.csv'];
  const start = () => startPerennial(words, { cwd: folder, env: { DATABASE_URL: database.url } });
  const done = async () => Number((await database.db.pool.query("select coalesce(max(rows_done), 0) as done from imports where kind = 'leads' and ended_at is null")).rows[0]?.done);
  for (const until of [1, 6_000]) {
    const { child, ended } = start();
    while ((await done()) < until && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
    expect(await done()).toBeLessThan(many);
  }
  const last = await start().ended;
  expect(last.err).toMatch(/Went on behind row \d+\./);
  expect(last).toMatchObject({ code: 1, out: `20000 rows: ${many - refused} new, 0 changed, 0 as known, ${refused} refused.\n` });
  expect(await rows("select count(*)::int as n, count(distinct user_id)::int as leads from leads where user_id like 'm%'")).toEqual([{ n: many - refused, leads: many - refused }]);
  expect(await rows("select count(*)::int as n, count(distinct e.lead_id)::int as leads from events e join leads l on l.id = e.lead_id where l.user_id like 'm%'")).toEqual([
    { n: many - refused, leads: many - refused },
  ]);
  expect(existsSync(join(folder, 'big-wrong.csv'))).toBe(true);
  expect(readFileSync(join(folder, 'big-wrong.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(refused + 1);
});

test('the files of the guide are imported in its order, without a row refused', async () => {
  database = await open();
  folder = copyOf('campaigns');
  expect((await run('apply')).code).toBe(0);
  const said: string[] = [];
  for (const { language, info, text } of fencedBlocks(projectFile('docs/guide/importing.md'))) {
    const [name = ''] = info;
    if (language !== 'csv') continue;
    writeFileSync(join(folder, name), text);
    const map = name === 'leads.csv' ? ['--map', 'Employees=company_size'] : [];
    said.push((await run('import', name.replace('.csv', ''), name, ...map)).out);
    await work();
  }
  expect(said).toEqual([2, 3, 2, 2].map((rows) => `${rows} rows: ${rows} new, 0 changed, 0 as known, 0 refused.\n`).with(2, '2 rows: 0 new, 2 changed, 0 as known, 0 refused.\n'));
  expect(await rows('select from enrolments')).toEqual([]);
});
