import { expect, test } from 'vitest';
import { createCheckout } from './checkout.js';
import type { Run } from './checkout.js';

const passing = report({ passed: 40, failed: 0, pending: 2, todo: 1 });

test('the last line sums up; types and lint count as one check each', async () => {
  const { run } = createCheckout();
  const result = await run(['test'], { REPORT: passing });
  expect(lastLine(result)).toBe('42 passed, 0 failed, 3 skipped');
  expect(result.code).toBe(0);
});

test.each(['TYPES', 'LINT'])('%s alone makes the run fail, and the tests run all the same', async (check) => {
  const { run } = createCheckout();
  const result = await run(['test'], { REPORT: passing, [check]: '1' });
  expect(lastLine(result)).toBe('41 passed, 1 failed, 3 skipped');
  expect(result.code).toBe(1);
});

test('a file that cannot be loaded counts as a failure', async () => {
  const { run } = createCheckout();
  const unloaded = report({ passed: 40, failed: 1, pending: 0, todo: 0 }, [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
  ]);
  const result = await run(['test'], { REPORT: unloaded, TESTS: '1' });
  expect(lastLine(result)).toBe('42 passed, 2 failed, 0 skipped');
});

test('what did not run is named', async () => {
  const { run, folder } = createCheckout();
  const skipped = { status: 'pending', title: 'needs a browser' };
  const some = report({ passed: 1, failed: 0, pending: 3, todo: 0 }, [
    { name: `${folder}/test/a.test.ts`, status: 'passed', assertionResults: [{ status: 'passed', title: 'runs' }, skipped] },
    { name: `${folder}/test/b.test.ts`, status: 'passed', assertionResults: [{ status: 'skipped', title: 'needs another' }, skipped] },
    { name: `${folder}/test/c.test.ts`, status: 'passed', assertionResults: [{ status: 'passed', title: 'runs' }] },
  ]);
  const { err } = await run(['test'], { REPORT: some });
  expect(err.split('\n').filter((line) => line.startsWith('Skipped'))).toEqual([
    'Skipped: test/a.test.ts: needs a browser',
    'Skipped: test/b.test.ts: needs another, and 1 more',
  ]);
});

test('what passed at the second try only is named, with what went wrong at first', async () => {
  const { run, folder } = createCheckout();
  const failureMessages = ['Error: not within 30 s: ada gets there\n    at until', 'Error: another'];
  const some = report({ passed: 2, failed: 0, pending: 0, todo: 0 }, [
    {
      name: `${folder}/test/a.test.ts`,
      status: 'passed',
      assertionResults: [
        { status: 'passed', title: 'goes on', failureMessages },
        { status: 'passed', title: 'runs', failureMessages: [] },
      ],
    },
  ]);
  const { err, out } = await run(['test'], { REPORT: some });
  expect(err).toContain('Passed at the second try: test/a.test.ts: goes on: Error: not within 30 s: ada gets there\n');
  expect(err).not.toContain(': runs');
  expect(lastLine({ out })).toBe('4 passed, 0 failed, 0 skipped');
});

test('a run that fails with every test passed, or without a report, is a failure', async () => {
  const { run } = createCheckout();
  const late = await run(['test'], { REPORT: passing, TESTS: '1' });
  expect(lastLine(late)).toBe('42 passed, 1 failed, 3 skipped');
  const cut = await run(['test'], { REPORT: '', TESTS: '137' });
  expect(lastLine(cut)).toBe('2 passed, 1 failed, 0 skipped');
});

test('a build that fails has a closing line too', async () => {
  const { run, write } = createCheckout();
  write('cli/broken.ts', '');
  const result = await run(['test']);
  expect(lastLine(result)).toBe('0 passed, 1 failed, 0 skipped');
  expect(result.code).toBe(1);
});

function lastLine({ out }: Pick<Run, 'out'>): string | undefined {
  return out.trimEnd().split('\n').at(-1);
}

interface Numbers {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
  readonly todo: number;
}

function report(numbers: Numbers, testResults: readonly unknown[] = []): string {
  return JSON.stringify({
    numPassedTests: numbers.passed,
    numFailedTests: numbers.failed,
    numPendingTests: numbers.pending,
    numTodoTests: numbers.todo,
    testResults,
  });
}
