import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import type { Written } from './not-yet.js';
import { notYet } from './not-yet.js';

/** Says of each construct that this version cannot run where it stands. */
export function checkNotYet(written: Written, report: CompilerReport): void {
  for (const { construct, find } of notYet) {
    for (const span of find(written)) report('C1101', span, { construct });
  }
}
