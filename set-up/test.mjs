// Types, lint and every test; the closing line sums them up.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closingLine } from './closing-line.mjs';
import { inRoot } from './root.mjs';
import { runProgram } from './run-program.mjs';
import { say } from './say.mjs';
import { addUp, countTests, tellRetried, tellSkipped } from './test-report.mjs';

const testLimitMs = 35 * 60_000;

const counts = [
  await check('Types', ['node_modules/typescript/bin/tsc', '--noEmit']),
  await check('Lint', ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings']),
];
await fetchTemporal();
counts.push(await runTests(process.argv.slice(2)));

const total = addUp(counts);
console.log(`\n${closingLine(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function check(what, [program, ...args]) {
  say(`${what} ...`);
  const code = await runProgram(process.execPath, [inRoot(program), ...args], { cwd: inRoot() });
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

// Before the tests, so that a build of three minutes is not taken for a test that hangs.
async function fetchTemporal() {
  try {
    const { findTemporal } = await import('../dist/runtime/servers/temporal/find-temporal.js');
    await findTemporal({ progress: say, env: process.env });
  } catch (error) {
    say(error.message);
  }
}

async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-tests-'));
  const file = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const vitest = [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...args];
  const code = await runProgram(process.execPath, vitest, { cwd: inRoot(), limitMs: testLimitMs });
  const report = readReport(file);
  rmSync(folder, { recursive: true, force: true });
  for (const line of [...tellRetried(report, inRoot('/')), ...tellSkipped(report, inRoot('/'))]) say(line);
  return countTests(report, code);
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    say('The tests left no report: they did not come to their end.');
    return undefined;
  }
}
