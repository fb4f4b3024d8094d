import { unreachable } from '../../plan/ir.js';
import type { Box, FlowChart, Piece } from './flow-chart.js';

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** Left out where there is only one way. */
  readonly label?: string;
}

export interface Graph {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
}

/** The ends of a list of pieces: boxes from which a lead goes on, with the word on the way. */
type Ends = readonly Omit<Edge, 'to'>[];

/** The chart as boxes and arrows; ways that meet again lead to the same box. */
export function graphOf(chart: FlowChart): Graph {
  const boxes: Box[] = [...chart.enter];
  const edges: Edge[] = [];
  const walk = (pieces: readonly Piece[], start: Ends): Ends => pieces.reduce((ends, piece) => walkPiece(piece, ends), start);
  const walkPiece = (piece: Piece, before: Ends): Ends => {
    boxes.push(piece.box);
    edges.push(...before.map((end) => ({ ...end, to: piece.box.key })));
    const from = piece.box.key;
    switch (piece.kind) {
      case 'box':
        return piece.box.kind === 'end' ? [] : [{ from }];
      case 'fork':
        return piece.ways.flatMap(({ label, pieces }) => walk(pieces, [{ from, label }]));
      case 'loop': {
        const back = walk(piece.body.pieces, [{ from, label: piece.body.label }]);
        edges.push(...back.map((end) => ({ ...end, to: from })));
        return [{ from, label: piece.onward }];
      }
      default:
        return unreachable(piece);
    }
  };
  const last = walk(chart.pieces, chart.enter.map(({ key }) => ({ from: key })));
  boxes.push(chart.finish);
  edges.push(...last.map((end) => ({ ...end, to: chart.finish.key })));
  return { boxes, edges };
}
