// The entry of every npm script: brings the checkout up to date, then runs a program of it.
import { checkNodeVersion } from './node-version.mjs';
import { installDependencies } from './dependencies.mjs';
import { build } from './build.mjs';
import { inRoot } from './root.mjs';
import { runProgram } from './run-program.mjs';
import { say } from './say.mjs';
import { closingLine } from './closing-line.mjs';

const programs = {
  demo: (args) => [inRoot('dist/cli/main.js'), 'demo', ...args],
  perennial: (args) => [inRoot('dist/cli/main.js'), ...args],
  bench: (args) => [inRoot('dist/bench/main.js'), ...args],
  chaos: (args) => ['--import', 'tsx', inRoot('test/chaos/main.ts'), ...args],
  laws: (args) => ['--import', 'tsx', inRoot('test/laws/main.ts'), ...args],
  test: (args) => [inRoot('set-up/test.mjs'), ...args],
};

const [name, ...args] = process.argv.slice(2);
process.exitCode = await main();

async function main() {
  if (name !== undefined && !Object.hasOwn(programs, name)) {
    say(`"${name}" is none of ${Object.keys(programs).join(', ')}.`);
    return 2;
  }
  if (!(await setUp())) {
    // Whoever reads only the closing line of a test run must not miss this.
    if (name === 'test') console.log(closingLine({ passed: 0, failed: 1, skipped: 0 }));
    return 1;
  }
  if (name === undefined) {
    say('Ready.');
    return 0;
  }
  return runProgram(process.execPath, ['--enable-source-maps', ...programs[name](args)]);
}

async function setUp() {
  return checkNodeVersion() && (await installDependencies()) && (await build());
}
