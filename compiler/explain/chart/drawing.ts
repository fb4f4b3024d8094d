import type { Box } from './flow-chart.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface TextLine {
  readonly text: string;
  readonly bold: boolean;
}

/** A box with its place: the middle of its upper edge. */
export interface PlacedBox extends Point {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly TextLine[];
}

/** A line with corners; `arrow` at its last point. */
export interface PlacedLine {
  readonly points: readonly Point[];
  readonly arrow: boolean;
}

export interface PlacedWord extends Point {
  readonly text: string;
}

/**
 * A piece of picture, in px around an axis.
 *
 * A lead comes in at 0,0 and goes out at 0,`height`; `left` and `right` say how far it reaches
 * from the axis. Two pictures whose extents do not meet do not overlap.
 */
export interface Drawing {
  readonly left: number;
  readonly right: number;
  readonly height: number;
  /** Whether a lead comes out below. */
  readonly open: boolean;
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
  readonly words: readonly PlacedWord[];
}

export const nothing: Drawing = { left: 0, right: 0, height: 0, open: true, boxes: [], lines: [], words: [] };

export function moved(drawing: Drawing, by: Point): Drawing {
  const shift = <P extends Point>(point: P): P => ({ ...point, x: point.x + by.x, y: point.y + by.y });
  return {
    ...drawing,
    left: drawing.left - by.x,
    right: drawing.right + by.x,
    height: drawing.height + by.y,
    boxes: drawing.boxes.map(shift),
    lines: drawing.lines.map((line) => ({ ...line, points: line.points.map(shift) })),
    words: drawing.words.map(shift),
  };
}

/** All in one picture; its height and whether it is open are the caller's to say. */
export function together(drawings: readonly Drawing[], height: number, open: boolean, lines: readonly PlacedLine[] = [], words: readonly PlacedWord[] = []): Drawing {
  return {
    left: Math.max(0, ...drawings.map(({ left }) => left)),
    right: Math.max(0, ...drawings.map(({ right }) => right)),
    height,
    open,
    boxes: drawings.flatMap(({ boxes }) => boxes),
    lines: [...drawings.flatMap((drawing) => drawing.lines), ...lines],
    words: [...drawings.flatMap((drawing) => drawing.words), ...words],
  };
}
