import { readWords, usage } from './read-words.js';
import { isClean, printReport, reportOf } from './judging/report.js';
import type { SeedResult } from './run-seed.js';
import { runSeed } from './run-seed.js';

const words = process.argv.slice(2);
const isHelp = words.includes('--help') || words.includes('-h');
const asked = isHelp ? undefined : readWords(words);
if (asked === undefined) {
  (isHelp ? process.stdout : process.stderr).write(usage);
  process.exit(isHelp ? 0 : 2);
}

const { seeds, leads, format, plant } = asked;
const results: SeedResult[] = [];
// What was found out is not thrown away with the rest.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => finish());

for (const seed of seeds) {
  const say = (line: string): void => void process.stderr.write(`seed ${seed}, ${line}\n`);
  const result = await runSeed({ seed, leads, say, ...(plant === undefined ? {} : { plant }) });
  for (const finding of result.findings) say(finding);
  const { seconds, mails, lost, doubled, missing, capBreaks, unexplained, unknown } = result;
  say(`over in ${seconds} s: ${JSON.stringify({ mails, lost, doubled, missing, capBreaks, unexplained, unknown })}`);
  results.push(result);
}
finish();

function finish(): never {
  const report = reportOf(results);
  process.stdout.write(printReport(report, format));
  // Clients keep sockets that would hold the process for a while.
  process.exit(isClean(report) && results.length === seeds.length ? 0 : 1);
}
