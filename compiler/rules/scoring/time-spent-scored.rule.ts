import type { PainRuleAst } from '../../../grammar/ast/scoring.js';
import type { Located } from '../../../grammar/span.js';
import { everyPart } from '../../names/expressions-of.js';
import { scoringRule } from '../rule.js';

/** Time is not value: a purchase can take 20 minutes of trouble (domain.md S-14). Points taken off are no claim of interest. */
export const timeSpentScored = scoringRule('C8109', ({ scoring, report }) => {
  for (const rule of scoring.pain) {
    if (rule.basis?.value === 'calibrated' || rule.points.value <= 0) continue;
    const what = timeIn(rule);
    if (what !== undefined) report(what.span, { factor: rule.name.value, what: what.value });
  }
});

const timeWords = /(^|_)(duration|dwell|seconds|minutes|time_spent|time_on_\w+|session_length)($|_)/;

function timeIn({ event, where }: PainRuleAst): Located<string> | undefined {
  if (timeWords.test(event.value)) return event;
  if (where === undefined) return undefined;
  const read = everyPart(where).find((part) => part.kind === 'path' && part.root.value === 'event' && timeWords.test(part.name.value));
  return read?.kind === 'path' ? { value: `event.${read.name.value}`, span: read.span } : undefined;
}
