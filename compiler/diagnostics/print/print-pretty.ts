import pc from 'picocolors';

import type { Diagnostic, Severity } from '../../../grammar/diagnostics/diagnostic.js';
import type { LineIndex } from '../../../grammar/line-index.js';
import type { Source, Span } from '../../../grammar/span.js';
import { visibleText } from './display-cells.js';
import { inOrder } from './in-order.js';
import { createLineIndexes } from './line-indexes.js';
import { markLine } from './mark-line.js';
import type { Mark, Painted } from './mark-line.js';

type Colors = ReturnType<typeof pc.createColors>;
type Paint = (text: string) => string;

/** For people: each report with the lines it speaks of, and how many there are in all. */
export function printPretty(
  diagnostics: readonly Diagnostic[],
  sources: readonly Source[],
  { color }: { readonly color: boolean },
): string {
  const colors = pc.createColors(color);
  const indexOf = createLineIndexes(sources);
  const ordered = inOrder(diagnostics);
  const frames = ordered.map((diagnostic) => `${printOne(diagnostic, indexOf, colors)}\n\n`);
  return `${frames.join('')}${total(ordered, sources, colors)}\n`;
}

function printOne(diagnostic: Diagnostic, indexOf: (file: string) => LineIndex, colors: Colors): string {
  const { severity, code, summary, message, help } = diagnostic;
  const paint = severityPaint(severity, colors);
  const frame = framesOf(diagnostic, indexOf);
  const width = String(Math.max(...frame.flatMap(({ lines }) => lines.map(({ line }) => line)))).length;
  const bar = (left = ''): string => colors.blue(`${left.padStart(width)} |`);
  const note = (text: string): string => `${' '.repeat(width)} ${colors.blue('=')} ${text}`;
  const out = [colors.bold(`${paint(`${severity}[${code}]`)}: ${summary}`)];
  for (const [index, { file, at, lines }] of frame.entries()) {
    const arrow = index === 0 ? '-->' : ':::';
    out.push(`${' '.repeat(width)}${colors.blue(arrow)} ${visibleText(file)}:${at.line}:${at.column}`, bar());
    let previous: number | undefined;
    for (const { line, text, marks } of lines) {
      if (previous !== undefined && line > previous + 1) out.push(colors.blue('...'));
      previous = line;
      const { source, rows } = markLine(text, marks);
      out.push(withText(bar(String(line)), source));
      for (const row of rows) out.push(withText(bar(), paintRow(row, paint, colors)));
    }
    out.push(bar());
  }
  out.push(note(visibleText(message)));
  if (help !== undefined) out.push(note(`${colors.bold('help')}: ${visibleText(help)}`));
  return out.join('\n');
}

interface FrameLine {
  readonly line: number;
  readonly text: string;
  readonly marks: readonly Mark[];
}

interface Frame {
  readonly file: string;
  readonly at: { readonly line: number; readonly column: number };
  readonly lines: readonly FrameLine[];
}

/** One frame for each file, that of the report itself first. */
function framesOf({ span, labels }: Diagnostic, indexOf: (file: string) => LineIndex): readonly Frame[] {
  // A label on the very place of the report is the text of its carets.
  const own = labels.find((label) => same(label.span, span));
  const marks = [
    { span, text: own?.text ?? '', primary: true },
    ...labels.filter((label) => label !== own).map((label) => ({ ...label, primary: false })),
  ];
  const files = [...new Set(marks.map((mark) => mark.span.file))];
  return files.map((file) => {
    const index = indexOf(file);
    const here = marks.filter((mark) => mark.span.file === file);
    const lineOf = ({ span: at }: (typeof here)[number]): number => index.position(at.start).line;
    const lines = [...new Set(here.map(lineOf))].toSorted((a, b) => a - b).map((line) => {
      const text = index.lineText(line);
      const found = here.filter((mark) => lineOf(mark) === line);
      return { line, text, marks: found.map((mark) => ({ ...mark, ...inLine(mark.span, index, line, text) })) };
    });
    return { file, at: index.position(here[0]?.span.start ?? 0), lines };
  });
}

/** What goes on over several lines is marked to the end of its first. */
function inLine(
  { start, end }: Span,
  index: LineIndex,
  line: number,
  text: string,
): { readonly start: number; readonly end: number } {
  const first = index.lineStart(line);
  const from = Math.max(start - first, 0);
  const to = Math.min(end - first, text.trimEnd().length);
  return { start: from, end: Math.max(to, from + 1) };
}

function same(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

function withText(bar: string, text: string): string {
  return text.trim() === '' ? bar : `${bar} ${text}`;
}

function paintRow(row: readonly Painted[], paint: Paint, colors: Colors): string {
  const paints = { space: (text: string) => text, primary: paint, secondary: colors.blue };
  return row.map(({ kind, text }) => paints[kind](text)).join('');
}

function severityPaint(severity: Severity, colors: Colors): Paint {
  return severity === 'error' ? colors.red : colors.yellow;
}

function total(diagnostics: readonly Diagnostic[], sources: readonly Source[], colors: Colors): string {
  const of = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const errors = of('error');
  const warnings = of('warning');
  if (errors + warnings === 0) return colors.green(`No problems in ${counted(sources.length, 'file')}.`);
  const found = [errors > 0 ? counted(errors, 'error') : '', warnings > 0 ? counted(warnings, 'warning') : ''];
  const files = new Set(diagnostics.map(({ span }) => span.file)).size;
  const text = `${found.filter((part) => part !== '').join(', ')} in ${files} of ${counted(sources.length, 'file')}`;
  return colors.bold(severityPaint(errors > 0 ? 'error' : 'warning', colors)(text));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
