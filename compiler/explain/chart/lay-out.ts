import { visibleText } from '../../diagnostics/print/display-cells.js';
import { unreachable } from '../../plan/ir.js';
import type { Drawing, PlacedLine, Point, TextLine } from './drawing.js';
import { moved, nothing, together } from './drawing.js';
import type { Box, FlowChart, Piece, Way } from './flow-chart.js';
import { fitted, textWidth } from './measure-text.js';

export const nameFont = { size: 13, bold: true } as const;
export const wordFont = { size: 12, bold: false } as const;
export const lineHeight = 17;
export const padding = { x: 14, y: 9 } as const;

const boxRoom = 216;
const leastBox = 96;
/** From one box down to the next. */
const gap = 26;
/** From a box to the line that its ways leave on. */
const drop = 14;
/** Below that line: room for the word on a way. */
const wordRoom = 34;
const columnGap = 30;
const wordGap = 7;
/** How far beside its body a loop goes back. */
const loopRoom = 22;

/**
 * The chart from top to bottom, ways side by side, centred on one axis.
 *
 * The steps of a campaign nest, so each piece is drawn for itself and put beside or below the
 * others: lines cross nothing, and there is nothing to optimise.
 */
export function layOut(chart: FlowChart): Drawing {
  const entries = chart.enter.map((box) => drawBox(box));
  const enter = entries.length < 2 ? (entries[0] ?? nothing) : meeting(entries);
  return stacked([enter, drawPieces(chart.pieces), drawBox(chart.finish)]);
}

function drawPieces(pieces: readonly Piece[]): Drawing {
  return stacked(pieces.map(drawPiece));
}

function drawPiece(piece: Piece): Drawing {
  switch (piece.kind) {
    case 'box':
      return { ...drawBox(piece.box), open: piece.box.kind !== 'end' };
    case 'fork':
      return drawFork(piece.box, piece.ways);
    case 'loop':
      return drawLoop(piece.box, piece.body, piece.onward);
    default:
      return unreachable(piece);
  }
}

function drawBox(box: Box): Drawing {
  const lines: readonly TextLine[] = [
    ...fitted(visibleText(box.name), boxRoom, nameFont).map((text) => ({ text, bold: true })),
    ...box.words.flatMap((words) => fitted(visibleText(words), boxRoom, wordFont).map((text) => ({ text, bold: false }))),
  ];
  const widest = Math.max(...lines.map(({ text, bold }) => textWidth(text, bold ? nameFont : wordFont)));
  const width = Math.ceil(Math.max(leastBox, widest) + 2 * padding.x);
  const height = lines.length * lineHeight + 2 * padding.y;
  return { ...nothing, left: width / 2, right: width / 2, height, boxes: [{ box, lines, x: 0, y: 0, width, height }] };
}

/** One below the other, with an arrow between two where a lead can come. */
function stacked(drawings: readonly Drawing[]): Drawing {
  const full = drawings.filter(({ height }) => height > 0);
  const placed: Drawing[] = [];
  const arrows: PlacedLine[] = [];
  let y = 0;
  for (const [index, drawing] of full.entries()) {
    if (index > 0) {
      if (full[index - 1]?.open === true) arrows.push(arrow([{ x: 0, y }, { x: 0, y: y + gap }]));
      y += gap;
    }
    placed.push(moved(drawing, { x: 0, y }));
    y += drawing.height;
  }
  return together(placed, y, full.every(({ open }) => open), arrows);
}

function drawFork(box: Box, ways: readonly Way[]): Drawing {
  const head = drawBox(box);
  const bus = head.height + drop;
  const top = bus + wordRoom;
  const columns = sideBySide(ways.map(({ label, pieces }) => withWord(drawPieces(pieces), label)));
  const bottom = top + Math.max(...columns.map(({ drawing }) => drawing.height));
  const open = columns.some(({ drawing }) => drawing.open);
  const lines = columns.flatMap(({ x, drawing }): readonly PlacedLine[] => {
    const down = [{ x: 0, y: head.height }, { x: 0, y: bus }, { x, y: bus }, { x, y: top }];
    if (drawing.height === 0) return [line([...down, { x, y: bottom + drop }, { x: 0, y: bottom + drop }])];
    const out = [{ x, y: top + drawing.height }, { x, y: bottom + drop }, { x: 0, y: bottom + drop }];
    return [arrow(down), ...(drawing.open ? [line(out)] : [])];
  });
  const words = columns.map(({ x }, index) => ({ text: visibleText(ways[index]?.label ?? ''), x: x + wordGap, y: bus + wordGap }));
  const placed = columns.map(({ x, drawing }) => moved(drawing, { x, y: top }));
  return together([head, ...placed], open ? bottom + drop : bottom, open, lines, words);
}

function drawLoop(box: Box, body: Way, onward: string): Drawing {
  const head = drawBox(box);
  const top = head.height + drop + wordRoom;
  const round = withWord(drawPieces(body.pieces), body.label);
  const bottom = top + round.height;
  const left = -(Math.max(round.left, head.left) + loopRoom);
  const right = Math.max(round.right, head.right + textWidth(onward, wordFont) + wordGap) + loopRoom;
  const middle = head.height / 2;
  const side: Point = { x: -head.left, y: middle };
  const lines = [
    round.height === 0 ? line([{ x: 0, y: head.height }, { x: 0, y: bottom }]) : arrow([{ x: 0, y: head.height }, { x: 0, y: top }]),
    ...(round.open ? [arrow([{ x: 0, y: bottom }, { x: 0, y: bottom + drop }, { x: left, y: bottom + drop }, { x: left, y: middle }, side])] : []),
    line([{ x: head.right, y: middle }, { x: right, y: middle }, { x: right, y: bottom + 2 * drop }, { x: 0, y: bottom + 2 * drop }]),
  ];
  const words = [
    { text: visibleText(body.label), x: wordGap, y: head.height + drop + wordGap },
    { text: visibleText(onward), x: head.right + wordGap, y: middle - lineHeight },
  ];
  const drawn = together([head, moved(round, { x: 0, y: top })], bottom + 2 * drop, true, lines, words);
  return { ...drawn, left: -left, right };
}

/** Several beginnings that come together. */
function meeting(beginnings: readonly Drawing[]): Drawing {
  const columns = sideBySide(beginnings);
  const bottom = Math.max(0, ...columns.map(({ drawing }) => drawing.height)) + drop;
  const lines = columns.map(({ x, drawing }) => line([{ x, y: drawing.height }, { x, y: bottom }, { x: 0, y: bottom }]));
  return together(columns.map(({ x, drawing }) => moved(drawing, { x, y: 0 })), bottom, true, lines);
}

/** Places columns from left to right so that the first and the last are equally far from the axis. */
function sideBySide(drawings: readonly Drawing[]): readonly { readonly x: number; readonly drawing: Drawing }[] {
  let edge = 0;
  const placed = drawings.map((drawing) => {
    const x = edge + drawing.left;
    edge = x + drawing.right + columnGap;
    return { x, drawing };
  });
  const middle = ((placed[0]?.x ?? 0) + (placed.at(-1)?.x ?? 0)) / 2;
  return placed.map(({ x, drawing }) => ({ x: x - middle, drawing }));
}

/** The word stands to the right of the line that leads down. */
function withWord(drawing: Drawing, word: string): Drawing {
  return { ...drawing, right: Math.max(drawing.right, textWidth(visibleText(word), wordFont) + wordGap) };
}

function line(points: readonly Point[]): PlacedLine {
  return { points, arrow: false };
}

function arrow(points: readonly Point[]): PlacedLine {
  return { points, arrow: true };
}
