import { visibleText } from '../../diagnostics/print/display-cells.js';
import type { Drawing, PlacedBox, PlacedLine, PlacedWord } from '../chart/drawing.js';
import type { BoxKind, FlowChart } from '../chart/flow-chart.js';
import { layOut, lineHeight, nameFont, padding, wordFont } from '../chart/lay-out.js';
import { fitted, textWidth } from '../chart/measure-text.js';

const margin = 24;
const titleFont = { size: 17, bold: true } as const;
const titleHeight = 24;
/** Narrower than this the reasons to leave would be a column of single words. */
const leastWidth = 380;
const widestPanel = 560;
const corner = 10;

type Tone = 'edge' | 'message' | 'choice' | 'person' | 'act';

/** Verb and shape say it, too: nothing hangs on colour alone. */
const tones: Readonly<Record<BoxKind, Tone>> = {
  enter: 'edge',
  finish: 'edge',
  end: 'edge',
  send: 'message',
  wait: 'choice',
  if: 'choice',
  branch: 'choice',
  split: 'choice',
  repeat: 'choice',
  task: 'person',
  set: 'act',
  do: 'act',
  start: 'act',
};

const style = `
  .paper { fill: #ffffff } text { fill: #1f2328 } .line { stroke: #59636e } .tip { fill: #59636e } .on { stroke: #ffffff }
  .edge { fill: #f6f8fa; stroke: #59636e } .message { fill: #ddf4ff; stroke: #0969da } .choice { fill: #fff8c5; stroke: #9a6700 }
  .person { fill: #dafbe1; stroke: #1a7f37 } .act { fill: #fbefff; stroke: #8250df } .out { fill: #ffebe9; stroke: #cf222e }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 } text { fill: #f0f6fc } .line { stroke: #9198a1 } .tip { fill: #9198a1 } .on { stroke: #0d1117 }
    .edge { fill: #151b23; stroke: #9198a1 } .message { fill: #0b2545; stroke: #4493f8 } .choice { fill: #2e2a14; stroke: #d29922 }
    .person { fill: #12301c; stroke: #3fb950 } .act { fill: #271b3d; stroke: #ab7df8 } .out { fill: #3a1719; stroke: #f85149 }
  }
  text { font: ${wordFont.size}px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
  .name { font-size: ${nameFont.size}px; font-weight: 700 } .title { font-size: ${titleFont.size}px; font-weight: 700 }
  .line { fill: none; stroke-width: 1.5; stroke-linejoin: round } .on { stroke-width: 5; paint-order: stroke; stroke-linejoin: round }
  .box { stroke-width: 1.5 } .out { stroke-dasharray: 5 4 }
`;

/** The chart as a picture of its own: no scripts, no fonts, nothing from elsewhere; light and dark. */
export function printSvg(chart: FlowChart): string {
  const drawing = layOut(chart);
  const inner = Math.max(leastWidth, drawing.left + drawing.right);
  const head = drawHead(chart, inner);
  const width = Math.ceil(inner + 2 * margin);
  const height = Math.ceil(margin + head.height + drawing.height + margin);
  const spare = (inner - drawing.left - drawing.right) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${escaped(chart.title)}</title>
<desc id="desc">${escaped(descriptionOf(chart))}</desc>
<style>${style}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>
<rect class="paper" width="${width}" height="${height}"/>
<g transform="translate(${margin} ${margin})">${head.svg}</g>
<g transform="translate(${round(margin + spare + drawing.left)} ${round(margin + head.height)})">
${drawn(drawing)}
</g>
</svg>
`;
}

function drawn({ lines, boxes, words }: Drawing): string {
  return [...lines.map(drawLine), ...boxes.map(drawBox), ...words.map(drawWord)].join('\n');
}

/** The title, and what ends the campaign at any moment: it belongs to every box, so it stands above them. */
function drawHead({ title, atAnyMoment }: FlowChart, inner: number): { readonly svg: string; readonly height: number } {
  const titles = fitted(visibleText(title), inner, titleFont);
  const titleLines = titles.map((line, index) => `<text class="title" x="0" y="${titleFont.size + index * titleHeight}">${escaped(line)}</text>`);
  const below = titles.length * titleHeight + 8;
  if (atAnyMoment.length === 0) return { svg: titleLines.join(''), height: below + margin };
  const room = Math.min(inner, widestPanel) - 2 * padding.x;
  const name = 'Ends at any moment';
  const reasons = atAnyMoment.flatMap((reason) =>
    fitted(visibleText(reason), room - padding.x, wordFont).map((text, index) => ({ text, first: index === 0 })),
  );
  const widest = Math.max(textWidth(name, nameFont), ...reasons.map(({ text }) => textWidth(text, wordFont) + padding.x));
  const height = (reasons.length + 1) * lineHeight + 2 * padding.y;
  const lineAt = (index: number): number => below + padding.y + (index + 1) * lineHeight - 4;
  const svg = [
    ...titleLines,
    `<rect class="box out" x="0.75" y="${below}" width="${round(widest + 2 * padding.x)}" height="${height}" rx="4"/>`,
    `<text class="name" x="${padding.x}" y="${lineAt(0)}">${name}</text>`,
    ...reasons.map(
      ({ text, first }, index) =>
        `${first ? `<text x="${padding.x}" y="${lineAt(index + 1)}">•</text>` : ''}<text x="${2 * padding.x}" y="${lineAt(index + 1)}">${escaped(text)}</text>`,
    ),
  ];
  return { svg: svg.join('\n'), height: below + height + margin };
}

function drawBox({ box, lines, x, y, width, height }: PlacedBox): string {
  const tone = tones[box.kind];
  const left = x - width / 2;
  const text = lines.map(
    (line, index) =>
      `<text${line.bold ? ' class="name"' : ''} x="${round(x)}" y="${round(y + padding.y + (index + 1) * lineHeight - 4)}" text-anchor="middle">${escaped(line.text)}</text>`,
  );
  const shape =
    tone === 'choice'
      ? `<path class="box choice" d="${cornersCut(left, y, width, height)}"/>`
      : `<rect class="box ${tone}" x="${round(left)}" y="${round(y)}" width="${width}" height="${height}" rx="${tone === 'edge' ? 18 : 4}"/>`;
  return `<g>${shape}${text.join('')}</g>`;
}

function cornersCut(x: number, y: number, width: number, height: number): string {
  const points = [
    [x + corner, y], [x + width - corner, y], [x + width, y + corner], [x + width, y + height - corner],
    [x + width - corner, y + height], [x + corner, y + height], [x, y + height - corner], [x, y + corner],
  ];
  return `M${points.map((point) => point.map(round).join(' ')).join('L')}z`;
}

function drawLine({ points, arrow }: PlacedLine): string {
  const path = points.map(({ x, y }) => `${round(x)} ${round(y)}`).join('L');
  return `<path class="line" d="M${path}"${arrow ? ' marker-end="url(#tip)"' : ''}/>`;
}

function drawWord({ text, x, y }: PlacedWord): string {
  return `<text class="on" x="${round(x)}" y="${round(y + wordFont.size)}">${escaped(text)}</text>`;
}

function descriptionOf({ campaign, atAnyMoment }: FlowChart): string {
  const ends = atAnyMoment.length === 0 ? '' : ` It ends at any moment. ${atAnyMoment.join('. ')}.`;
  return `The way of a lead through the campaign ${campaign}, from top to bottom.${ends}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Also without what XML does not allow at all. */
function escaped(text: string): string {
  return visibleText(text)
    .replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
