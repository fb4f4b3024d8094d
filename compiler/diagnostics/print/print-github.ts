import type { Diagnostic } from '../../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../../grammar/span.js';
import { countsInWords, countsOf } from './counts.js';
import { visibleText } from './display-cells.js';
import { inOrder } from './in-order.js';
import { createLineIndexes } from './line-indexes.js';

/** Annotations of one kind that GitHub shows for a step; the others stand in its log alone. */
const shownOfEach = 10;

/**
 * Workflow commands of GitHub Actions, one annotation a report; the last line counts them.
 *
 * Lines and columns are 1-based, columns in UTF-16 units, ends exclusive; GitHub takes columns only
 * of what stands on one line.
 */
export function printGithub(diagnostics: readonly Diagnostic[], sources: readonly Source[]): string {
  const indexOf = createLineIndexes(sources);
  const ordered = inOrder(diagnostics);
  const commands = ordered.map(({ severity, code, rule, message, help, span }) => {
    const from = indexOf(span.file).position(span.start);
    const to = indexOf(span.file).position(Math.max(span.start, span.end));
    const columns: readonly (readonly [string, string | number])[] =
      from.line === to.line ? [['col', from.column], ['endColumn', to.column]] : [];
    const properties = [
      ['file', span.file] as const,
      ['line', from.line] as const,
      ['endLine', to.line] as const,
      ...columns,
      ['title', `${code} ${rule}`] as const,
    ];
    const said = properties.map(([name, value]) => `${name}=${property(String(value))}`).join(',');
    return `::${severity} ${said}::${data(help === undefined ? [message] : [message, help])}\n`;
  });
  const { errors, warnings } = countsOf(ordered);
  const cut = Math.max(errors, warnings) > shownOfEach ? `; GitHub annotates ${shownOfEach} of a kind at most` : '';
  return `${commands.join('')}${visibleText(`${countsInWords(ordered, sources.map(({ path }) => path))}${cut}`)}\n`;
}

/** Of a message: a percent sign begins an escape, and a line break would end the command. */
function data(lines: readonly string[]): string {
  return lines.map((line) => visibleText(line).replaceAll('%', '%25')).join('%0A');
}

/** Of a property, where commas and colons separate as well. */
function property(text: string): string {
  return data([text]).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
