import { wrapped } from '../../diagnostics/print/wrapped.js';
import { visibleText } from '../../diagnostics/print/display-cells.js';
import type { Box, BoxKind, FlowChart } from '../chart/flow-chart.js';
import { graphOf } from '../chart/edges.js';

/** Mermaid does not break long lines by itself everywhere it is shown. */
const lineWidth = 36;

const shapes: Readonly<Record<BoxKind, readonly [string, string]>> = {
  enter: ['([', '])'],
  finish: ['([', '])'],
  end: ['([', '])'],
  send: ['[', ']'],
  wait: ['(', ')'],
  if: ['{', '}'],
  branch: ['{', '}'],
  split: ['{', '}'],
  set: ['[', ']'],
  task: ['[/', '/]'],
  do: ['[[', ']]'],
  start: ['[[', ']]'],
  repeat: ['{{', '}}'],
};

/**
 * The chart as a Mermaid flowchart, for a README or a pull request.
 *
 * Keys are numbered: a step called `end` would be a word of Mermaid's. In labels every character
 * that means something there is written as its code.
 */
export function printMermaid(chart: FlowChart): string {
  const { boxes, edges } = graphOf(chart);
  const keys = new Map(boxes.map(({ key }, index) => [key, `s${index}`]));
  const keyOf = (key: string): string => keys.get(key) ?? key;
  const moments = chart.atAnyMoment;
  const [first] = boxes;
  const leave = moments.length === 0 ? [] : [`  out[${label(['Ends at any moment', ...moments.map((text) => `• ${text}`)])}]`];
  const toLeave = first === undefined || moments.length === 0 ? [] : [`  ${keyOf(first.key)} -.- out`];
  return [
    'flowchart TD',
    `  accTitle: ${plainLine(chart.title)}`,
    `  accDescr: The way of a lead through the campaign ${plainLine(chart.campaign)}`,
    ...boxes.map((box) => `  ${keyOf(box.key)}${shapeOf(box)}`),
    ...leave,
    ...edges.map(({ from, to, label: word }) => `  ${keyOf(from)} -->${word === undefined ? '' : `|${label([word])}|`} ${keyOf(to)}`),
    ...toLeave,
    '',
  ].join('\n');
}

function shapeOf({ kind, name, words }: Box): string {
  const [open, close] = shapes[kind];
  return `${open}${label([name, ...words])}${close}`;
}

function label(paragraphs: readonly string[]): string {
  const lines = paragraphs.flatMap((text) => wrapped(visibleText(text), lineWidth));
  return `"${lines.map(escaped).join('<br/>')}"`;
}

/** Mermaid's own form of entities; `#` and `;` first, since the others are made of them. */
function escaped(text: string): string {
  return text.replace(/[#;"&<>`*_|{}[\]()\\]/g, (character) => `#${character.charCodeAt(0)};`);
}

/** Titles end with their line and know no entities. */
function plainLine(text: string): string {
  return visibleText(text).replace(/[#;{}]/g, ' ').replace(/\s+/g, ' ').trim();
}
