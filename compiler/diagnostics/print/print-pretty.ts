import pc from 'picocolors';

import type { Diagnostic, Severity } from '../../../grammar/diagnostics/diagnostic.js';
import type { LineIndex } from '../../../grammar/line-index.js';
import type { Source, Span } from '../../../grammar/span.js';
import { countsInWords, fixableInWords } from './counts.js';
import { visibleText } from './display-cells.js';
import { inOrder } from './in-order.js';
import { createLineIndexes } from './line-indexes.js';
import { markLine } from './mark-line.js';
import type { Mark, Painted } from './mark-line.js';
import { wrapped } from './wrapped.js';

type Colors = ReturnType<typeof pc.createColors>;
type Paint = (text: string) => string;

export interface PrettyOptions {
  readonly color: boolean;
  /** Columns of the screen; lines are cut at 120 and texts are not wrapped where it is unknown. */
  readonly width?: number | undefined;
  /** At most so many reports, errors first; the rest is counted. */
  readonly max?: number | undefined;
  /** The files that were checked, where `sources` hold more. */
  readonly files?: readonly string[] | undefined;
}

/** For people: each report with the lines it speaks of, and how many there are in all. */
export function printPretty(
  diagnostics: readonly Diagnostic[],
  sources: readonly Source[],
  { color, width, max = Infinity, files = sources.map(({ path }) => path) }: PrettyOptions,
): string {
  const colors = pc.createColors(color);
  const indexOf = createLineIndexes(sources);
  const ordered = inOrder(diagnostics);
  const shown = ordered.length <= max ? ordered : inOrder(errorsFirst(ordered).slice(0, max));
  const frames = shown.map((diagnostic) => `${printOne(diagnostic, indexOf, colors, width)}\n\n`);
  const more = shown.length < ordered.length ? `… and ${ordered.length - shown.length} more (--max ${ordered.length} shows all).\n\n` : '';
  return `${frames.join('')}${more}${total(ordered, files, colors)}`;
}

function errorsFirst(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return [...errors, ...diagnostics.filter(({ severity }) => severity !== 'error')];
}

/** Narrower than this, nothing can be shown; the terminal may fold it as it likes. */
const narrowest = 40;

function printOne(
  diagnostic: Diagnostic,
  indexOf: (file: string) => LineIndex,
  colors: Colors,
  columns: number | undefined,
): string {
  const { severity, code, summary, message, help } = diagnostic;
  const paint = severityPaint(severity, colors);
  const frame = framesOf(diagnostic, indexOf);
  const width = String(Math.max(...frame.flatMap(({ lines }) => lines.map(({ line }) => line)))).length;
  const room = columns === undefined ? undefined : Math.max(columns, narrowest) - width - 3;
  const bar = (left = ''): string => colors.blue(`${left.padStart(width)} |`);
  const note = (text: string, title = ''): string => {
    const words = title === '' ? visibleText(text) : `${title}: ${visibleText(text)}`;
    const [first = '', ...rest] = room === undefined ? [words] : wrapped(words, room);
    const bold = title === '' ? first : `${colors.bold(title)}${first.slice(title.length)}`;
    const indent = ' '.repeat(width + 3);
    return [`${' '.repeat(width)} ${colors.blue('=')} ${bold}`, ...rest.map((line) => `${indent}${line}`)].join('\n');
  };
  const out = [colors.bold(`${paint(`${severity}[${code}]`)}: ${summary}`)];
  for (const [index, { file, at, lines }] of frame.entries()) {
    const arrow = index === 0 ? '-->' : ':::';
    out.push(`${' '.repeat(width)}${colors.blue(arrow)} ${visibleText(file)}:${at.line}:${at.column}`, bar());
    let previous: number | undefined;
    for (const { line, text, marks } of lines) {
      if (previous !== undefined && line > previous + 1) out.push(colors.blue('...'));
      previous = line;
      // Two columns for the marks of what was cut off.
      const { source, rows } = markLine(text, marks, room === undefined ? undefined : Math.min(room - 2, 120));
      out.push(withText(bar(String(line)), source));
      for (const row of rows) out.push(withText(bar(), paintRow(row, paint, colors)));
    }
    out.push(bar());
  }
  out.push(note(message));
  if (help !== undefined) out.push(note(help, 'help'));
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

function total(diagnostics: readonly Diagnostic[], files: readonly string[], colors: Colors): string {
  const words = countsInWords(diagnostics, files);
  if (diagnostics.length === 0) return `${colors.green(words)}\n`;
  const worst = diagnostics.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
  const fixable = fixableInWords(diagnostics);
  return `${colors.bold(severityPaint(worst, colors)(words))}\n${fixable === undefined ? '' : `${fixable}\n`}`;
}
