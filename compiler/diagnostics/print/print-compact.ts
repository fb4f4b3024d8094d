import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../../grammar/span.js';
import { visibleText } from './display-cells.js';
import { inOrder } from './in-order.js';
import { createLineIndexes } from './line-indexes.js';

/** `file:line:col: severity[code] message`, a line each: for editors, grep and tests. */
export function printCompact(diagnostics: readonly Diagnostic[], sources: readonly Source[]): string {
  const indexOf = createLineIndexes(sources);
  return inOrder(diagnostics)
    .map(({ code, severity, message, span }) => {
      const { line, column } = indexOf(span.file).position(span.start);
      return `${visibleText(`${span.file}:${line}:${column}: ${severity}[${code}] ${message}`)}\n`;
    })
    .join('');
}
