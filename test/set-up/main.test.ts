import { existsSync, readFileSync, renameSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { createCheckout } from './checkout.js';

test('the first run installs and builds, the second goes straight to the program', async () => {
  const { run } = createCheckout();
  const first = await run(['demo', '--fast']);
  expect(first).toMatchObject({ code: 0, out: 'demo --fast\n' });
  expect(first.err).toContain('Installing dependencies');
  expect(first.err).toContain('Compiling');
  expect(await run(['perennial', 'check', 'campaigns'])).toEqual({ code: 0, out: 'check campaigns\n', err: '' });
});

test('without a program it only prepares', async () => {
  const { run } = createCheckout();
  expect(await run([])).toMatchObject({ code: 0, out: '' });
  expect(await run([])).toEqual({ code: 0, out: '', err: 'Ready.\n' });
});

test('another lock means another install, another source another build', async () => {
  const { run, write } = createCheckout();
  await run([]);
  write('package-lock.json', '{ "lockfileVersion": 3 }');
  expect((await run([])).err).toContain('Installing dependencies');
  write('cli/main.ts', 'console.log("changed");');
  const changed = await run(['perennial']);
  expect(changed.err).not.toContain('Installing dependencies');
  expect(changed.out).toBe('changed\n');
  write('cli/example/welcome.campaign.yaml', 'campaign: welcome');
  expect(await run([])).toEqual({ code: 0, out: '', err: 'Ready.\n' });
});

test('dist holds what the sources say: migrations come along, what was renamed goes', async () => {
  const { run, write, folder } = createCheckout();
  write('runtime/store/migrations/001-first.sql', 'select 1;');
  write('cli/old.ts', '');
  await run([]);
  expect(readFileSync(join(folder, 'dist/runtime/store/migrations/001-first.sql'), 'utf8')).toBe('select 1;');
  expect(existsSync(join(folder, 'dist/cli/old.js'))).toBe(true);

  renameSync(join(folder, 'cli/old.ts'), join(folder, 'cli/new.ts'));
  renameSync(
    join(folder, 'runtime/store/migrations/001-first.sql'),
    join(folder, 'runtime/store/migrations/001-the-first.sql'),
  );
  await run([]);
  expect(existsSync(join(folder, 'dist/cli/old.js'))).toBe(false);
  expect(existsSync(join(folder, 'dist/cli/new.js'))).toBe(true);
  expect(existsSync(join(folder, 'dist/runtime/store/migrations/001-first.sql'))).toBe(false);
});

test('a build that fails shows why, runs nothing, and is tried again', async () => {
  const { run, write } = createCheckout();
  write('cli/broken.ts', '');
  const failed = await run(['perennial']);
  expect(failed).toMatchObject({ code: 1, out: '' });
  expect(failed.err).toContain('cli/broken.ts(1,1): error');
  expect((await run(['perennial'])).code).toBe(1);
});

test('the exit code is the program\'s', async () => {
  const { run, write } = createCheckout();
  write('cli/main.ts', 'process.exit(7);');
  expect((await run(['perennial'])).code).toBe(7);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s reaches the program, which ends in its own way', async (signal) => {
  const { start, write } = createCheckout();
  const source = `
    process.on('${signal}', () => { console.log('stopped'); process.exit(5); });
    setInterval(() => {}, 1_000);
    console.log('started');`;
  write('cli/main.ts', source);
  const child = start(['demo']);
  const lines: string[] = [];
  if (child.stdout === null) throw new Error('no output to read');
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line === 'started') child.kill(signal);
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(lines).toEqual(['started', 'stopped']);
  expect(child.exitCode).toBe(5);
});

test('a program that does not exist is named', async () => {
  const { run } = createCheckout();
  expect(await run(['dmeo'])).toEqual({
    code: 2,
    out: '',
    err: '"dmeo" is none of demo, perennial, bench, chaos, laws, test.\n',
  });
});
