import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Point } from '../../../../compiler/explain/chart/drawing.js';
import type { Box, BoxKind, FlowChart, Piece } from '../../../../compiler/explain/chart/flow-chart.js';
import { graphOf } from '../../../../compiler/explain/chart/edges.js';
import { layOut, lineHeight, nameFont, padding, wordFont } from '../../../../compiler/explain/chart/lay-out.js';
import { textWidth } from '../../../../compiler/explain/chart/measure-text.js';
import { printMermaid } from '../../../../compiler/explain/print/print-mermaid.js';
import { printSvg } from '../../../../compiler/explain/print/print-svg.js';

const text = fc.oneof(
  fc.lorem({ maxCount: 14 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('<script>alert("x")</script>', 'a"] --> b["', '</text>&amp;', 'end', '\u202eabc', '\u0000', '\ud800', 'x'.repeat(300)),
);

function boxOf(kinds: readonly BoxKind[]): fc.Arbitrary<Box> {
  return fc.record({ key: fc.uuid(), kind: fc.constantFrom(...kinds), name: text, words: fc.array(text, { maxLength: 3 }) });
}

const { pieces } = fc.letrec<{ pieces: readonly Piece[]; piece: Piece }>((tie) => {
  const ways = fc.array(fc.record({ label: text, pieces: tie('pieces') }), { minLength: 1, maxLength: 4 });
  return {
    pieces: fc.array(tie('piece'), { maxLength: 3 }),
    piece: fc.oneof(
      { maxDepth: 3 },
      fc.record({ kind: fc.constant('box' as const), box: boxOf(['send', 'task', 'end', 'set']) }),
      fc.record({ kind: fc.constant('fork' as const), box: boxOf(['if', 'split']), ways }),
      fc.record({
        kind: fc.constant('loop' as const),
        box: boxOf(['repeat']),
        body: fc.record({ label: text, pieces: tie('pieces') }),
        onward: fc.constant('then'),
      }),
    ),
  };
});

const charts: fc.Arbitrary<FlowChart> = fc.record({
  campaign: text,
  title: text,
  enter: fc.array(boxOf(['enter']), { maxLength: 3 }),
  pieces,
  finish: boxOf(['finish']),
  atAnyMoment: fc.array(text, { maxLength: 3 }),
});

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Rounding is no overlap. */
const slack = 0.01;

function meet(one: Area, other: Area): boolean {
  return (
    one.left < other.right - slack &&
    other.left < one.right - slack &&
    one.top < other.bottom - slack &&
    other.top < one.bottom - slack
  );
}

function segments(points: readonly Point[]): readonly Area[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    // A hair thick: else it would have no inside that could meet another.
    return {
      left: Math.min(from.x, to.x) - (from.x === to.x ? slack : 0),
      right: Math.max(from.x, to.x) + (from.x === to.x ? slack : 0),
      top: Math.min(from.y, to.y),
      bottom: Math.max(from.y, to.y) + (from.y === to.y ? slack : 0),
    };
  });
}

test('nothing lies upon anything else, no text is cut, nothing leaves the picture', () => {
  fc.assert(
    fc.property(charts, (chart) => {
      const { boxes, lines, words, left, right, height } = layOut(chart);
      const areas = boxes.map(({ x, y, width, height: tall }) => ({ left: x - width / 2, right: x + width / 2, top: y, bottom: y + tall }));
      const wordAreas = words.map((word) => ({ left: word.x, right: word.x + textWidth(word.text, wordFont), top: word.y, bottom: word.y + lineHeight }));
      const all = [...areas, ...wordAreas];
      expect(all.filter((area, index) => all.slice(index + 1).some((other) => meet(area, other)))).toEqual([]);
      const drawn = lines.flatMap(({ points }) => segments(points));
      expect(drawn.filter((segment) => areas.some((area) => meet(segment, area)))).toEqual([]);
      for (const area of all) {
        expect(area.left).toBeGreaterThanOrEqual(-left - slack);
        expect(area.right).toBeLessThanOrEqual(right + slack);
        expect(area.bottom).toBeLessThanOrEqual(height + slack);
      }
      for (const box of boxes) {
        for (const line of box.lines) expect(textWidth(line.text, line.bold ? nameFont : wordFont)).toBeLessThanOrEqual(box.width - 2 * padding.x + slack);
        expect(box.lines.length * lineHeight).toBeLessThanOrEqual(box.height - 2 * padding.y);
      }
      expect(boxes).toHaveLength(graphOf(chart).boxes.length);
    }),
    { numRuns: 25 },
  );
});

test('every arrow of the graph begins and ends at a box, and everything leads on', () => {
  fc.assert(
    fc.property(charts, (chart) => {
      const { boxes, edges } = graphOf(chart);
      const keys = new Set(boxes.map(({ key }) => key));
      for (const { from, to } of edges) expect(keys.has(from) && keys.has(to)).toBe(true);
    }),
    { numRuns: 25 },
  );
});

const label = '"[^"#;<>`*_|{}\\[\\]()\\\\]*(?:(?:#\\d+;|<br/>)[^"#;<>`*_|{}\\[\\]()\\\\]*)*"';
const mermaidLines = [
  /^flowchart TD$/,
  /^ {2}acc(?:Title|Descr): [^#;{}\n]*$/,
  new RegExp(`^ {2}(?:s\\d+|out)(?:\\(\\[${label}\\]\\)|\\[\\[${label}\\]\\]|\\[/${label}/\\]|\\{\\{${label}\\}\\}|\\[${label}\\]|\\(${label}\\)|\\{${label}\\})$`),
  new RegExp(`^ {2}s\\d+ -->(?:\\|${label}\\|)? s\\d+$`),
  /^ {2}s\d+ -\.- out$/,
  /^$/,
];

test('Mermaid gets lines of a few forms, whatever people write in their labels', () => {
  fc.assert(
    fc.property(charts, (chart) => {
      const lines = printMermaid(chart).split('\n');
      expect(lines.filter((line) => !mermaidLines.some((form) => form.test(line)))).toEqual([]);
      const declared = lines.flatMap((line) => /^ {2}(s\d+)[[({]/.exec(line)?.[1] ?? []);
      expect(new Set(declared).size).toBe(declared.length);
      const named = lines.flatMap((line) => [...line.matchAll(/^ {2}(s\d+) -->.* (s\d+)$/g)].flatMap(([, from = '', to = '']) => [from, to]));
      expect(named.filter((key) => !declared.includes(key))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test('SVG is well-formed and holds nothing that runs or loads, whatever people write', () => {
  fc.assert(
    fc.property(charts, (chart) => {
      const svg = printSvg(chart);
      const open: string[] = [];
      for (const [, closing, name = '', own] of svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
        if (closing === '/') expect(open.pop()).toBe(name);
        else if (own !== '/') open.push(name);
      }
      expect(open).toEqual([]);
      const outside = svg.replaceAll(/<\/?[a-z]+[^<>]*>/g, '');
      expect(outside).not.toMatch(/[<\0\ufffe\uffff]|&(?!(?:amp|lt|gt|quot);)|\p{Surrogate}/u);
      expect(svg.match(/<[a-z]+ [^<>]*>/g)?.filter((tag) => !/^<[a-z]+(?: [a-zA-Z:-]+="[^"]*")*\/?>$/.test(tag))).toEqual([]);
      expect(svg).not.toMatch(/<(?:script|image|use|a|foreignObject)\b|url\((?!#)/);
      expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="title desc">\n<title id="title">/);
    }),
    { numRuns: 25 },
  );
});
