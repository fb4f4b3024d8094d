import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allCommands } from '../../cli/commands/all-commands.js';
import { builtProgram, perennial, smallRepository, tempFolder } from './perennial.js';

const names = Object.keys(allCommands);

describe.concurrent('what is typed wrongly is one line and the next thing to type', () => {
  test.each([
    ['chek', 'There is no command "chek".', 'Did you mean: perennial check'],
    ['xyzzy', 'There is no command "xyzzy".', 'See: perennial --help'],
    ['help tset', 'There is no command "tset".', 'Did you mean: perennial test'],
    ['--formt json', 'unknown option "--formt".', 'See: perennial --help'],
    ['check --formt json', 'unknown option "--formt".', 'Did you mean --format? See: perennial check --help'],
    ['apply one two', 'too many arguments for "apply". Expected 1 argument but got 2.', 'See: perennial apply --help'],
    ['check --max few', '--max is "few"; a whole number from 1 on is wanted.', 'See: perennial check --help'],
    ['check --fix=unsaf', '"unsaf" is neither a way to fix nor a path.', 'Use --fix or --fix=unsafe.'],
    ['explain', 'missing required argument "word".', 'See: perennial explain --help'],
    ['explain qwertyuiop', 'There is no code and no rule "qwertyuiop".', 'Type: perennial explain C4106'],
    ['lead', 'missing required argument "user-id".', 'See: perennial lead --help'],
    ['run --port', 'option "--port <port>" argument missing.', 'See: perennial run --help'],
    ['run --port many', '"many" is no port.', 'Name a free one: perennial run --port 4478'],
    ['demo sas', 'There is no show "sas".', 'Type: perennial demo saas, or: perennial demo shop'],
    ['demo --seed x', '--seed is "x"; a whole number from 0 on is wanted.', 'See: perennial demo --help'],
    ['demo --leads 0', '--leads is "0"; a whole number from 1 on is wanted.', 'See: perennial demo --help'],
    ['inbox --html', '--html goes with --show.', 'Name the mail by its number: perennial inbox --show 1 --html'],
    ['serve', 'DATABASE_URL is not set.', 'See: perennial serve --help'],
  ])('%s', async (line, what, next) => {
    const folder = tempFolder();
    const { code, out, err } = await perennial(line.split(' '), { cwd: folder });
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `perennial: ${what}\n${next}\n` });
  });

  test.each(['check', 'test', 'status', 'lead u-1', 'inbox', 'demo'])('a format that %s does not know', async (line) => {
    const { code, out, err } = await perennial([...line.split(' '), '--format', 'xml'], { cwd: tempFolder() });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^perennial: "xml" is no format\.\nUse --format with "pretty"(, "\w+")* or "\w+"\.\n$/);
  });
});

describe.concurrent('help', () => {
  test('without a command names them all, and is no success', async () => {
    const { code, out, err } = await perennial([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const name of names) expect(err).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  test.each(names)('of %s has an example, fits the screen and is data', async (name) => {
    const { code, out, err } = await perennial([name, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`Usage: perennial ${name}`);
    expect(out).toMatch(/\nExamples?:\n {2}\S/);
    expect(out.split('\n').filter((line) => line.length > 80 && !/^ {2}(npm run|perennial|curl) /.test(line))).toEqual([]);
  });

  test('can be asked for in either way', async () => {
    expect((await perennial(['help', 'init'])).out).toBe((await perennial(['init', '--help'])).out);
  });

  test('the version is that of the package', async () => {
    expect(await perennial(['--version'])).toEqual({ code: 0, out: '0.1.0\n', err: '' });
  });
});

describe.concurrent('surroundings that are wrong are told as that, not as a fault of ours', () => {
  test('a database that does not answer', async () => {
    const env = { DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none' };
    expect(await perennial(['status', smallRepository()], { env })).toEqual({
      code: 2,
      out: '',
      err: 'perennial: 127.0.0.1:1 does not answer.\nSee what does: perennial doctor\n',
    });
  });

  test('doctor says the same, and what to do', async () => {
    const env = { DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none', TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const { code, out } = await perennial(['doctor'], { env });
    expect(code).toBe(1);
    expect(out).toMatch(/^✓ Node +\d+\.\d+\.\d+$/m);
    expect(out).toMatch(/^✗ Temporal +127\.0\.0\.1:1 \(TEMPORAL_ADDRESS\) does not answer; start it, or unset the variable$/m);
    expect(out).toMatch(/^✗ PostgreSQL +DATABASE_URL does not answer; start the server, or unset the variable$/m);
  });

  test('a folder that was never run', async () => {
    const folder = smallRepository();
    const advice = `Start it: perennial run ${folder}   (or name a database in DATABASE_URL)\n`;
    expect(await perennial(['status', folder])).toEqual({
      code: 2,
      out: '',
      err: `perennial: Nothing was ever run in ${folder}.\n${advice}`,
    });
    expect((await perennial(['inbox', folder])).err).toBe(`perennial: There is no inbox in ${folder}.\nStart one: perennial run ${folder}\n`);
  });
});

describe.concurrent('a fault of ours', () => {
  const folder = smallRepository();
  const withFault = (code: string) => ['--import', `data:text/javascript,${encodeURIComponent(code)}`, builtProgram];

  test('is told in two lines, without its insides, and with them where they are asked for', async () => {
    const program = withFault('setTimeout(() => null.x, 400)');
    const told = await perennial(['check', folder], { program });
    expect({ code: told.code, out: told.out }).toEqual({ code: 3, out: '' });
    expect(told.err).toMatch(
      /^perennial 0\.1\.0: an internal fault while running "check \S+": Cannot read properties of null[^\n]*\nPlease report it [^\n]+\n$/,
    );
    const traced = await perennial(['check', folder], { program, env: { PERENNIAL_DEBUG: '1' } });
    expect(traced.err).toMatch(/\n +at /);
    expect((await perennial(['check', folder], { program, env: { PERENNIAL_DEBUG: '0' } })).err).toBe(told.err);
  });

  test('names the file that was worked on, and cannot move the cursor', async () => {
    // The size of a mail's HTML is measured so, and nothing else on the way there.
    const told = await perennial(['check', folder], {
      program: withFault("Buffer.byteLength = () => { throw new Error('\u001b[2Jbroken\\nby us'); }"),
    });
    expect(told.code).toBe(3);
    expect(told.err).toMatch(/an internal fault while running "check \S+", at templates\/hello\/first-mail\.mjml: ␛\[2Jbroken\nPlease/);
  });
});

test.concurrent.each([
  ['without a mistake', 'dsl: 1', 0],
  ['with one', 'dsl: one', 1],
] as const)('a reader who has seen enough ends nothing, and the exit code stays true: a repository %s', async (_, version, wanted) => {
  const cwd = smallRepository();
  const settings = join(cwd, 'perennial.yaml');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('dsl: 1', version));
  const child = spawn(process.execPath, [builtProgram, 'check', '--format', 'json', '.'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const [code] = await once(child, 'close');
  expect({ code, err }).toEqual({ code: wanted, err: '' });
});
