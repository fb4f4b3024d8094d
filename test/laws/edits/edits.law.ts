import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createChecker } from '../../../compiler/checker.js';
import { libraryFiles } from '../fuzz/library-files.js';
import type { Law, Run } from '../law.js';
import type { Edit } from './edit.js';
import { editsOf, withEdit } from './edit.js';
import type { Verdict } from './judge.js';
import { inWords, judge } from './judge.js';
import { valueKinds, wordKinds } from './kinds.js';
import { itemsOf } from './library-words.js';
import { tableOf } from './table.js';

const files = libraryFiles();
const items = itemsOf(files);
const usedKinds = [...wordKinds, ...valueKinds];

export const edits: Law = {
  name: 'edits',
  promise: 'one mistake in the library gives one error, on its line, that names the right word',
  cases: 2_000,
  async check(run) {
    const checker = createChecker();
    assert.deepEqual((await checker.check(files)).diagnostics, []);
    const verdicts: Verdict[] = [];
    const attempt = async (edit: Edit): Promise<void> => {
      const edited = withEdit(files, edit);
      verdicts.push(judge(edit, edited, (await checker.check(edited)).diagnostics));
    };
    for (const edit of shares(usedKinds, run)) {
      await attempt(edit);
      run.progress(verdicts.length);
    }
    const misses = verdicts.filter(({ single, offered }) => !single || offered === false);
    const table = tableOf(verdicts);
    // The full count is a measurement: docs/measurements/edits.md.
    if (run.cases >= this.cases) process.stdout.write(`${table}\n`);
    const found = `${table}\n${misses.slice(0, 20).map((miss) => inWords(miss, withEdit(files, miss.edit))).join('\n')}`;
    const misspelt = verdicts.filter(({ offered }) => offered !== undefined);
    atLeast(0.95, verdicts.map(({ single }) => single), run.cases < this.cases, `one error on its line\n${found}`);
    atLeast(0.9, misspelt.map(({ offered }) => offered === true), run.cases < this.cases, `the right word\n${found}`);
  },
};

/** So many of each kind, as evenly as the number allows. */
function shares(kinds: readonly Parameters<typeof editsOf>[0][], { seed, cases }: Run): readonly Edit[] {
  return kinds.flatMap((kind, index) => {
    const share = Math.floor(((index + 1) * cases) / kinds.length) - Math.floor((index * cases) / kinds.length);
    return fc.sample(editsOf(kind, items), { seed: seed + index, numRuns: share });
  });
}

/** A sample may fall short by chance: by four standard deviations, once in thirty thousand runs. */
function atLeast(share: number, held: readonly boolean[], sample: boolean, what: string): void {
  const count = held.length;
  const slack = sample ? 4 * Math.sqrt(count * share * (1 - share)) : 0;
  const kept = held.filter(Boolean).length;
  assert.ok(kept >= share * count - slack, `${kept} of ${count}, ${share * 100} % are promised: ${what}`);
}
