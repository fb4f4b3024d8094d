import { allLaws } from './all-laws.js';
import type { Law } from './law.js';

// The full counts. `npm test` tries a fiftieth of each.

const asked = readWords(process.argv.slice(2));
if (asked === undefined) {
  process.stderr.write(
    'Usage: npm run laws [-- NAME] [--seed N] [--runs F]\n\n' +
      `${allLaws.map(({ name, cases, promise }) => `  ${name.padEnd(12)}${promise} (${cases} cases)`).join('\n')}\n\n` +
      '--seed repeats a run, --runs 0.1 tries a tenth of the cases.\n',
  );
  process.exitCode = 2;
} else {
  process.stderr.write(`seed ${asked.seed}\n`);
  for (const law of asked.laws) {
    if (!(await keeps(law, asked.seed, Math.ceil(law.cases * asked.share)))) process.exitCode = 1;
  }
}

async function keeps(law: Law, seed: number, cases: number): Promise<boolean> {
  const began = performance.now();
  const seconds = (): string => ((performance.now() - began) / 1000).toFixed(1);
  let said = began;
  try {
    await law.check({
      seed,
      cases,
      progress(done) {
        if (performance.now() - said < 10_000) return;
        said = performance.now();
        process.stderr.write(`${law.name}: ${done} of ${cases}, ${seconds()} s\n`);
      },
    });
    process.stdout.write(`${law.name}: holds in ${cases} cases, ${seconds()} s\n`);
    return true;
  } catch (error) {
    process.stdout.write(`${law.name}: broken\n${reasonOf(error)}\n`);
    process.stdout.write(`Repeat it with: npm run laws -- ${law.name} --seed ${seed}\n`);
    return false;
  }
}

/** fast-check's message holds the smallest case, its cause what that case breaks. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `${error.cause.message}\n` : '';
  return `${cause}${error.message}`;
}

interface Asked {
  readonly laws: readonly Law[];
  readonly seed: number;
  readonly share: number;
}

function readWords(words: readonly string[]): Asked | undefined {
  let laws: readonly Law[] = allLaws;
  let seed = Date.now() % 1_000_000_000;
  let share = 1;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--seed' || word === '--runs') {
      const value = Number(words[(at += 1)]);
      if (!Number.isFinite(value) || value <= 0) return undefined;
      if (word === '--seed') seed = Math.floor(value);
      else share = value;
      continue;
    }
    laws = allLaws.filter(({ name }) => name === word);
    if (laws.length === 0) return undefined;
  }
  return { laws, seed, share };
}
