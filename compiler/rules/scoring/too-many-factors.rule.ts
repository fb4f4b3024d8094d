import { scoringRule } from '../rule.js';

/** 15 to 20 factors can be understood and tested, more than 20 cannot (domain.md C-04). */
const mostFactors = 20;

export const tooManyFactors = scoringRule('C8102', ({ scoring, report }) => {
  const names = [...scoring.fit, ...scoring.pain].map(({ name }) => name);
  const first = names[mostFactors];
  if (first !== undefined) report(first.span, { factors: names.length });
});
