import { displayCells, visibleText } from './display-cells.js';
import type { Cell } from './display-cells.js';

/** A stretch of one line to underline: UTF-16 offsets in the line. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly primary: boolean;
  readonly text: string;
}

export interface MarkedLine {
  readonly source: string;
  /** The rows below the line; `kind` says in which colour. */
  readonly rows: readonly (readonly Painted[])[];
}

export interface Painted {
  readonly kind: 'space' | 'primary' | 'secondary';
  readonly text: string;
}

/** A mark in columns of the screen. */
interface Bar {
  readonly from: number;
  readonly to: number;
  readonly kind: 'primary' | 'secondary';
  readonly text: string;
}

/** One source line with carets and labels below, both cut to what matters when it is wider than `widest` columns. */
export function markLine(line: string, marks: readonly Mark[], widest = 120): MarkedLine {
  const cells = displayCells(line);
  const bars = marks.map((mark) => barOf(mark, cells));
  const { source, shift, limit } = clip(cells, bars, widest);
  const shown = bars.map((bar) => {
    const from = clamp(bar.from - shift, 0, limit);
    return { ...bar, from, to: clamp(bar.to - shift, from + 1, Math.max(limit, from + 1)) };
  });
  return { source, rows: rowsOf(shown) };
}

function barOf({ start, end, primary, text }: Mark, cells: readonly Cell[]): Bar {
  const touched = cells.filter((cell) => cell.end > start && cell.start < Math.max(end, start + 1));
  // Behind the line's last character: a missing thing is marked there.
  const from = touched[0]?.from ?? cells.at(-1)?.to ?? 0;
  const to = Math.max(touched.at(-1)?.to ?? 0, from + 1);
  return { from, to, kind: primary ? 'primary' : 'secondary', text: visibleText(text) };
}

interface Clipped {
  readonly source: string;
  /** How far the line was moved to the left. */
  readonly shift: number;
  /** The last column there is, for marks that reach further. */
  readonly limit: number;
}

function clip(cells: readonly Cell[], bars: readonly Bar[], widest: number): Clipped {
  const width = cells.at(-1)?.to ?? 0;
  if (width <= widest) return { source: textOf(cells), shift: 0, limit: width + 1 };
  const main = bars.find(({ kind }) => kind === 'primary') ?? bars[0];
  const first = Math.min(...bars.map(({ from }) => from));
  const anchor = main !== undefined && main.from - first > widest - 20 ? main.from : first;
  // Some words before the mark tell where it is; at the line's end all that fits is shown.
  const left = clamp(anchor - Math.min(40, Math.floor(widest / 3)), 0, width - widest);
  const right = left + widest;
  const kept = cells.filter(({ from, to }) => from >= left && to <= right);
  const before = left > 0 ? '…' : '';
  const start = kept[0]?.from ?? left;
  return {
    source: before + textOf(kept) + (right < width ? '…' : ''),
    shift: start - before.length,
    limit: (kept.at(-1)?.to ?? right) - start + before.length + 1,
  };
}

function textOf(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join('');
}

/** The underlines, with the last label behind them; then the others, from right to left. */
function rowsOf(bars: readonly Bar[]): readonly (readonly Painted[])[] {
  const byStart = bars.toSorted((a, b) => a.from - b.from || b.to - a.to);
  const last = byStart.at(-1);
  const clear = last !== undefined && byStart.every((bar) => bar === last || bar.to <= last.from);
  const waiting = byStart.filter((bar) => bar.text !== '' && !(clear && bar === last));
  const rows = [underline(bars, clear && last !== undefined ? last : undefined)];
  if (waiting.length > 0) rows.push(connectors(waiting));
  for (let index = waiting.length - 1; index >= 0; index--) {
    const bar = waiting[index];
    if (bar !== undefined) rows.push(labelled(waiting.slice(0, index), bar));
  }
  return rows;
}

function underline(bars: readonly Bar[], inline: Bar | undefined): readonly Painted[] {
  const painted: Painted[] = [];
  const end = Math.max(0, ...bars.map(({ to }) => to));
  for (let column = 0; column < end; column++) {
    const here = bars.filter(({ from, to }) => from <= column && column < to);
    const bar = here.find(({ kind }) => kind === 'primary') ?? here[0];
    const text = bar === undefined ? ' ' : bar.kind === 'primary' ? '^' : '-';
    append(painted, { kind: bar?.kind ?? 'space', text });
  }
  if (inline !== undefined && inline.text !== '') painted.push({ kind: inline.kind, text: ` ${inline.text}` });
  return painted;
}

function connectors(bars: readonly Bar[]): Painted[] {
  const painted: Painted[] = [];
  let column = 0;
  for (const { from, kind } of bars) {
    if (from < column) continue;
    append(painted, { kind: 'space', text: ' '.repeat(from - column) });
    append(painted, { kind, text: '|' });
    column = from + 1;
  }
  return painted;
}

function labelled(before: readonly Bar[], { from, kind, text }: Bar): readonly Painted[] {
  const painted = connectors(before);
  const used = painted.reduce((sum, part) => sum + part.text.length, 0);
  append(painted, { kind: 'space', text: ' '.repeat(Math.max(from - used, 0)) });
  return [...painted, { kind, text }];
}

function append(painted: Painted[], next: Painted): void {
  const last = painted.at(-1);
  if (next.text === '') return;
  if (last?.kind === next.kind) painted[painted.length - 1] = { kind: last.kind, text: last.text + next.text };
  else painted.push(next);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
