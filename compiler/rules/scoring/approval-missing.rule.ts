import { scoringRule } from '../rule.js';

/** Sales and marketing define together when a lead is ready (domain.md H-12). */
const sides = ['marketing', 'sales'];

export const approvalMissing = scoringRule('C8106', ({ scoring, clean, report }) => {
  const teams = sides.filter((side) => !scoring.approved.some(({ value }) => value === side));
  // A list that could not be read was reported before.
  if (teams.length > 0 && clean) report(scoring.approved[0]?.span ?? scoring.span, { teams });
});
