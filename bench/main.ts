import { allBenches, usage } from './all-benches.js';
import { readOptions } from './read-options.js';

const [name, ...rest] = process.argv.slice(2);
const bench = name === undefined ? undefined : allBenches[name];
const options = readOptions(rest);

if (name === '--help' || rest.includes('--help')) {
  process.stdout.write(usage);
} else if (bench === undefined || options === undefined) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  const results = await bench((line) => void process.stderr.write(`${line}\n`), options);
  if (options.format === 'json') process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
  else {
    for (const { name: what, value, unit, ratio } of results) {
      process.stdout.write(`${what}: ${value} ${unit}${ratio === undefined ? '' : ` (ratio ${ratio})`}\n`);
    }
  }
}
// Clients keep sockets that would hold the process for a while.
process.exit();
