import type { ArmAst } from '../../../grammar/ast/step.js';
import { ordinaryArms, winnerOf } from './arms.js';
import { campaignRule } from '../rule.js';

/** Each lead belongs to one arm: what the shares leave over would be nobody's, and more than everybody cannot be. */
export const splitShares = campaignRule('C4127', ({ flow, clean, report }) => {
  // A share that could not be read was reported.
  if (!clean) return;
  for (const step of flow.steps) {
    if (step.kind !== 'split') continue;
    const arms = ordinaryArms(step);
    const winner = winnerOf(step);
    if (winner?.share !== undefined) {
      const because = 'who waits for the winner is who is left, and has no share';
      report(winner.share.span, { step: step.id.value, because, help: 'Remove the share of "winner".' });
    }
    const silent = arms.find(({ share }) => share === undefined);
    if (silent !== undefined) {
      const name = silent.name.value;
      report(silent.name.span, { step: step.id.value, because: `"${name}" has none`, help: `Give it one: ${name}: { share: 50%, … }.` });
      continue;
    }
    const percent = sumOf(arms);
    const found = wrongSum(percent, winner !== undefined);
    if (arms.length > 1 && found !== undefined) report(step.id.span, { step: step.id.value, ...found });
  }
});

function wrongSum(percent: number, hasWinner: boolean): { readonly because: string; readonly help: string } | undefined {
  if (hasWinner) {
    if (percent < 100) return undefined;
    const because = `they make ${percent}%, so nobody is left to wait for the winner`;
    return { because, help: 'Make them smaller: 10% and 10% leave 80% for the winner.' };
  }
  if (percent === 100) return undefined;
  return { because: `they make ${percent}%`, help: 'Make them 100% together.' };
}

/** In percent, without what binary fractions add: 0.1 + 0.2. */
function sumOf(arms: readonly ArmAst[]): number {
  const sum = arms.reduce((total, { share }) => total + (share?.value ?? 0), 0);
  return Number((sum * 100).toPrecision(10));
}
