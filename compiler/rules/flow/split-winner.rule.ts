import { winnerOf } from './arms.js';
import { campaignRule } from '../rule.js';

/** "best" and the arm "winner" are two halves of one thing: who waits, and what they wait for. */
export const splitWinner = campaignRule('C4129', ({ flow, clean, report }) => {
  // A "best" that could not be read was written.
  if (!clean) return;
  for (const step of flow.steps) {
    if (step.kind !== 'split') continue;
    const waiting = winnerOf(step);
    const id = step.id.value;
    if (step.best !== undefined && waiting === undefined) {
      report(step.best.span, {
        step: id,
        because: '"best" chooses a winner, and no arm waits for it',
        help: 'Add the arm "winner", without a share: winner: { steps: [] }; or remove "best".',
      });
    }
    if (step.best === undefined && waiting !== undefined) {
      report(waiting.name.span, {
        step: id,
        because: 'the arm "winner" waits, and nothing says what for',
        help: 'Add what chooses it: best: clicked(issue since entry) after 2d else short.',
      });
    }
    const [own] = waiting?.steps ?? [];
    if (own !== undefined) {
      report(own.span, {
        step: id,
        because: 'who waits for the winner walks its steps, and has none besides',
        help: 'Move them behind the split, and write winner: { steps: [] }.',
      });
    }
  }
});
