import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source, Span } from '../../../grammar/span.js';
import type { Suppressed } from '../../suppressions/suppress.js';

export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: readonly Suppressed[];
  readonly sources: readonly Source[];
}

/**
 * The same with every path behind `prefix` (`my-campaigns/`): a terminal and a CI service look for
 * files from where the command was run, not from the repository of campaigns.
 */
export function relocated({ diagnostics, suppressed, sources }: Findings, prefix: string): Findings {
  if (prefix === '') return { diagnostics, suppressed, sources };
  const at = (span: Span): Span => ({ ...span, file: `${prefix}${span.file}` });
  const move = (diagnostic: Diagnostic): Diagnostic => ({
    ...diagnostic,
    span: at(diagnostic.span),
    labels: diagnostic.labels.map((label) => ({ ...label, span: at(label.span) })),
    fixes: diagnostic.fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => ({ ...edit, span: at(edit.span) })) })),
  });
  return {
    diagnostics: diagnostics.map(move),
    suppressed: suppressed.map((one) => ({ ...one, diagnostic: move(one.diagnostic), span: at(one.span) })),
    sources: sources.map((source) => ({ ...source, path: `${prefix}${source.path}` })),
  };
}
