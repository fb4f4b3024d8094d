import type { Located, Span } from '../../../grammar/span.js';
import { scoringRule } from '../rule.js';

/** A factor's name is its account in the ledger; two would be added up as one. */
export const duplicateFactor = scoringRule('C8107', ({ scoring, report }) => {
  const first = new Map<string, Span>();
  for (const { name } of [...scoring.fit, ...scoring.pain]) {
    const known = first.get(name.value);
    if (known === undefined) first.set(name.value, name.span);
    else reportTwice(name, known);
  }

  function reportTwice(name: Located<string>, known: Span): void {
    report(name.span, { name: name.value }, { labels: [{ span: known, text: 'first used here' }] });
  }
});
