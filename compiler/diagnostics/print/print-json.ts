import type { Diagnostic, Edit } from '../../../grammar/diagnostics/diagnostic.js';
import type { LineIndex } from '../../../grammar/line-index.js';
import type { Source, Span } from '../../../grammar/span.js';
import { countsOf } from './counts.js';
import { inOrder } from './in-order.js';
import { jsonText } from './json-text.js';
import { createLineIndexes } from './line-indexes.js';

/**
 * For programs, version 1: `fixable` counts what `--fix` mends.
 *
 * Lines and columns are 1-based, columns in UTF-16 units, ends exclusive.
 */
export function printJson(diagnostics: readonly Diagnostic[], sources: readonly Source[]): string {
  const indexOf = createLineIndexes(sources);
  const ordered = inOrder(diagnostics);
  const { errors, warnings, fixable } = countsOf(ordered);
  return jsonText({
    version: 1,
    summary: { errors, warnings, fixable },
    diagnostics: ordered.map(({ code, rule, severity, summary, message, span, labels, help, fixes }) => ({
      code,
      rule,
      severity,
      summary,
      message,
      ...place(span, indexOf),
      labels: labels.map((label) => ({ ...place(label.span, indexOf), text: label.text })),
      ...(help === undefined ? {} : { help }),
      fixes: fixes.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => placed(edit, indexOf)) })),
    })),
  });
}

function placed({ span, text }: Edit, indexOf: (file: string) => LineIndex): object {
  return { ...place(span, indexOf), text };
}

function place({ file, start, end }: Span, indexOf: (file: string) => LineIndex): object {
  const from = indexOf(file).position(start);
  const to = indexOf(file).position(Math.max(start, end));
  return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
