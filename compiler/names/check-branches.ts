import type { SplitStepAst } from '../../grammar/ast/step.js';
import type { Located } from '../../grammar/span.js';
import { winner } from '../../grammar/steps/split.step.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import { nearest, renameFix } from './nearest.js';

/** The arms of a split, and what "best" says of them. */
export function checkSplitNames({ id, arms, best }: SplitStepAst, report: CompilerReport): void {
  checkTwice('arm', arms.map(({ name }) => name), report);
  if (best === undefined) return;
  const known = arms.map(({ name }) => name.value).filter((name) => name !== winner);
  if (known.includes(best.else.value)) return;
  const near = nearest(best.else.value, known);
  const at = { what: 'arm', where: `The split "${id.value}"`, known, ...near };
  report('C2115', best.else.span, at, { fixes: renameFix(best.else.span, near.suggestion) });
}

/** Each name once. */
export function checkTwice(what: string, names: readonly Located<string>[], report: CompilerReport): void {
  const first = new Map<string, Located<string>>();
  for (const name of names) {
    const known = first.get(name.value);
    if (known === undefined) first.set(name.value, name);
    else {
      const labels = [{ span: known.span, text: 'first used here' }];
      report('C2204', name.span, { what, name: name.value }, { labels });
    }
  }
}
