import pc from 'picocolors';
import { displayWidth, visibleText } from '../../diagnostics/print/display-cells.js';
import { wrapped } from '../../diagnostics/print/wrapped.js';
import type { Explanation, Item } from '../explanation.js';

export interface TextOptions {
  readonly color: boolean;
  /** Columns of the screen. */
  readonly width?: number | undefined;
}

type Colors = ReturnType<typeof pc.createColors>;

/** Lines of prose wider than this are hard to read, however wide the screen is. */
const widest = 100;
const narrowest = 30;
/** However deep the branches lie, so much of a line is left to read. */
const leastProse = 24;

/** The explanation for a terminal; without colours the same words. */
export function printText(explanation: Explanation, { color, width = 80 }: TextOptions): string {
  const colors = pc.createColors(color);
  const columns = Math.max(narrowest, Math.min(width, widest));
  const head = [...lines(explanation.title, '', '', columns).map(colors.bold), ...lines(explanation.about, '', '', columns)];
  const sections = explanation.sections.map(({ heading, items }) =>
    [colors.bold(heading), ...items.flatMap((item) => itemLines(item, '  ', columns, colors))].join('\n'),
  );
  return `${[head.join('\n'), ...sections].join('\n\n')}\n`;
}

function itemLines({ mark, name, text, below = [] }: Item, indent: string, columns: number, colors: Colors): readonly string[] {
  const lead = mark === undefined ? '' : mark === 'dash' ? '- ' : `${mark}. `;
  const inner = indent + ' '.repeat(lead.length);
  const own =
    name === undefined
      ? lines(text, indent + lead, inner, columns)
      : [`${indent}${lead}${colors.cyan(visibleText(name))}`, ...lines(text, inner, inner, columns)];
  return [...own, ...below.flatMap((item) => itemLines(item, inner, columns, colors))];
}

function lines(text: string, first: string, rest: string, columns: number): readonly string[] {
  const room = Math.max(leastProse, columns - displayWidth(rest));
  return wrapped(visibleText(text), room).map((line, index) => `${index === 0 ? first : rest}${line}`);
}
