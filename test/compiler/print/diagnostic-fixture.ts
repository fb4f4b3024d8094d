import type { Diagnostic, Label } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source, Span } from '../../../grammar/span.js';

export const campaign: Source = {
  path: 'campaigns/nurture.yaml',
  text: [
    'campaign: nurture',
    'goal: activated within 14d',
    'steps:',
    '  - send: hello',
    '  - if: fit',
    '    when: lead.score >= "50" and lead.plan == "pro"',
    '    then:',
    '\t- send:\tzürich 東京 e\u0301té 👩‍👩‍👧 naïve',
    '',
  ].join('\n'),
};

export const schema: Source = { path: 'schema/lead.yaml', text: 'lead:\n  score: { type: number }\n' };

/** The place of a text in a file, at its `nth` occurrence. */
export function placeOf({ path, text }: Source, words: string, nth = 1): Span {
  let start = -1;
  for (let count = 0; count < nth; count++) start = text.indexOf(words, start + 1);
  if (start < 0) throw new Error(`no "${words}" in ${path}`);
  return { file: path, start, end: start + words.length };
}

export function labelAt(source: Source, words: string, text: string): Label {
  return { span: placeOf(source, words), text };
}

export function diagnosticAt(span: Span, more: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: 'C3104',
    rule: 'compare-type-mismatch',
    severity: 'error',
    summary: 'number compared with text',
    message: '"lead.score" is a number and "50" is text.',
    span,
    labels: [],
    fixes: [],
    ...more,
  };
}
