import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { perennial, rewrite, smallRepository } from '../perennial.js';

function withWrongExpectation(): string {
  const folder = smallRepository();
  rewrite(folder, 'tests/hello.test.yaml', '- { task: call }', '- { skipped: call }');
  return folder;
}

describe.concurrent('perennial test', () => {
  test('tells of every test, and how many passed', async () => {
    expect(await perennial(['test', smallRepository()])).toEqual({
      code: 0,
      out: '✓ hello: a trial hears from us and is called\n\n1 of 1 test passed\n',
      err: '',
    });
  });

  test('an expectation that fails says what came instead, where it stands, and all that happened', async () => {
    const { code, out, err } = await perennial(['test', withWrongExpectation()]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out.split('\n')).toEqual([
      '✗ hello: a trial hears from us and is called',
      expect.stringMatching(/^ {4}tests\/hello\.test\.yaml:8:7: Expected "skipped: call"; what came: 2026-03-04 10:00 {2}task: call {2}\S/),
      '    What happened:',
      expect.stringMatching(/^ {6}2026-03-02 10:00 {2}sent: first-mail/),
      expect.stringMatching(/^ {6}2026-03-04 10:00 {2}task: call/),
      expect.stringMatching(/^ {6}2026-03-04 10:00 {2}left: finished/),
      '',
      '0 of 1 test passed, 1 failed',
      '',
    ]);
  });

  test('a step that does not exist is told as a slip of the pen', async () => {
    const folder = smallRepository();
    rewrite(folder, 'tests/hello.test.yaml', 'sent: first-mail', 'sent: frist-mail');
    const { code, out, err } = await perennial(['test', folder]);
    expect(code).toBe(1);
    expect(`${out}${err}`).toContain('The campaign "hello" has no message "frist-mail".');
    expect(`${out}${err}`).toContain('Did you mean "first-mail"?');
  });

  test('the same for a program', async () => {
    const { code, out } = await perennial(['test', withWrongExpectation(), '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      summary: { passed: 0, failed: 1 },
      tests: [
        {
          name: 'a trial hears from us and is called',
          campaign: 'hello',
          passed: false,
          failures: [{ place: 'tests/hello.test.yaml:8:7', message: expect.stringContaining('Expected "skipped: call"') }],
        },
      ],
    });
  });

  test('campaigns with errors are not tested', async () => {
    const folder = smallRepository();
    rewrite(folder, 'campaigns/hello.yaml', 'on: signed_up', 'on: sined_up');
    const { code, out, err } = await perennial(['test', folder]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/The campaigns have errors; their tests were not run\.\n$/);
  });

  test('a repository without tests is told how to begin', async () => {
    const folder = smallRepository();
    rmSync(join(folder, 'tests'), { recursive: true });
    const { code, out, err } = await perennial(['test', folder]);
    expect({ code, err }).toEqual({ code: 0, err: 'There are no tests. Write the first: tests/welcome.test.yaml\n' });
    expect(out).toBe('0 of 0 tests passed\n');
  });
});
