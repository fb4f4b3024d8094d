import { nearest, renameFix } from '../../names/nearest.js';
import { scoringRule } from '../rule.js';

/** A limit with a misspelt name limits nothing. */
export const limitOfNothing = scoringRule('C8105', ({ scoring, clean, report }) => {
  // A factor that could not be read has its name all the same.
  if (!clean) return;
  const known = scoring.pain.map(({ name }) => name.value);
  for (const { name } of scoring.limits) {
    if (known.includes(name.value)) continue;
    const near = nearest(name.value, known);
    report(name.span, { ...near, known }, { fixes: renameFix(name.span, near.suggestion) });
  }
});
