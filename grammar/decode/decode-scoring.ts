import type { ScoringAst } from '../ast/scoring.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import type { Source } from '../span.js';
import { decodeFile } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { scoringKeys } from './keys/scoring-keys.js';

const later = ['velocity', 'bands', 'decay', 'calibrated', 'company'];

/** The scoring rules. With errors, as much of them as could be read. */
export function decodeScoring(source: Source): Checked<ScoringAst | undefined> {
  return decodeFile(source, (root, context) => {
    const keys = decodeKeys(root, scoringKeys, { where: 'a scoring file', later }, context);
    return { kind: 'scoring', fit: [], pain: [], limits: [], approved: [], ...keys, span: root.span };
  });
}
