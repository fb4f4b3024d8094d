import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { bear, fuzzOf } from './fuzz-cases.js';

// What `fuzz.law.ts` watches: seed, cases, and the file that holds the case under way.

const [seed, cases, file = ''] = process.argv.slice(2);
const held = openSync(file, 'w');
const law = fuzzOf(bear, (one) => {
  ftruncateSync(held);
  writeSync(held, JSON.stringify(one), 0);
});
try {
  await law.check({
    seed: Number(seed),
    cases: Number(cases),
    progress: (done) => void process.stdout.write(`done ${done}\n`),
  });
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? `${error.cause.message}\n` : '';
  process.stderr.write(`${cause}${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
closeSync(held);
