import { allBenches } from './all-benches.js';

const [name, ...rest] = process.argv.slice(2);
const format = rest.includes('--format') ? rest[rest.indexOf('--format') + 1] : 'pretty';
const bench = name === undefined ? undefined : allBenches[name];

if (bench === undefined || (format !== 'json' && format !== 'pretty')) {
  process.stderr.write(
    `Usage: npm run -s bench -- NAME [--format json]\nNames: ${Object.keys(allBenches).join(', ')}\n`,
  );
  process.exitCode = 2;
} else {
  const results = await bench((line) => void process.stderr.write(`${line}\n`));
  if (format === 'json') process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
  else {
    for (const { name: what, value, unit, ratio } of results) {
      process.stdout.write(`${what}: ${value} ${unit}${ratio === undefined ? '' : ` (ratio ${ratio})`}\n`);
    }
  }
}
// Clients keep sockets that would hold the process for a while.
process.exit();
