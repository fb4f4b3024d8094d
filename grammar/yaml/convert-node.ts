import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { GrammarReport } from '../diagnostics/grammar-codes.js';
import { createLineIndex } from '../line-index.js';
import type { Place } from '../place.js';
import type { Span } from '../span.js';
import { createScalarMap } from './scalar-map.js';
import { findSplit } from './split-values.js';
import type { TreeEntry, TreeMapping, TreeNode, TreeScalar, TreeSequence } from '../tree/tree-node.js';

interface Input {
  /** Without its byte order mark; `spanOf` takes offsets of this text. */
  readonly text: string;
  readonly spanOf: Place;
  readonly report: GrammarReport;
}

/** Turns the library's nodes into ours. Depth is bounded by the reader of tokens. */
export function createConversion({ text, spanOf, report }: Input) {
  const lines = createLineIndex(text);

  return (root: unknown): TreeNode => convert(root, 0, spanOf(0, 0));

  /** `nothing` is where an empty value is reported. */
  function convert(node: unknown, near: number, nothing: Span): TreeNode {
    if (isMap(node)) return convertMap(node, near);
    if (isSeq(node)) return convertSequence(node, near);
    if (isScalar(node)) return convertScalar(node, near, nothing);
    if (isAlias(node)) return { kind: 'broken', span: rangeSpan(node, near) };
    return { kind: 'empty', span: nothing };
  }

  function convertMap(map: YAMLMap, near: number): TreeNode {
    const start = map.range?.[0] ?? near;
    if (text.startsWith('{{', start)) {
      const end = text.indexOf('}}', start);
      report('C0015', spanOf(start, end === -1 ? start + 2 : end + 2), {});
      return { kind: 'broken', span: spanOf(start, start + 2) };
    }
    const split = map.flow === true ? findSplit(map.items.map(pairOffsets), text) : undefined;
    const entries: TreeEntry[] = [];
    const seen = new Map<string, TreeEntry>();
    for (const [index, pair] of map.items.entries()) {
      if (split !== undefined && index > split.first && index <= split.last) continue;
      const entry = convertPair(pair, start);
      if (entry === undefined) continue;
      const before = seen.get(entry.key.value);
      if (before !== undefined) {
        const { line, column } = lines.position(before.key.span.start - shift());
        const labels = [{ span: before.key.span, text: 'first defined here' }];
        report('C0011', entry.key.span, { key: entry.key.value, line, column }, { labels });
        continue;
      }
      const kept = index === split?.first ? { key: entry.key, value: reportSplit(split, entry.value.span) } : entry;
      seen.set(kept.key.value, kept);
      entries.push(kept);
    }
    // What was reported was all of it: nobody can say that anything is missing.
    if (entries.length === 0 && map.items.length > 0) return { kind: 'broken', span: mappingSpan([], start) };
    return { kind: 'mapping', entries, span: mappingSpan(entries, start) } satisfies TreeMapping;
  }

  function convertPair(pair: Pair<unknown, unknown>, near: number): TreeEntry | undefined {
    const { key, value } = pair;
    // Aliases were reported where they stand.
    if (isAlias(key)) return undefined;
    if (!isScalar(key) || key.range == null || key.range[0] === key.range[1] || isExplicit(pair)) {
      report('C0010', rangeSpan(isNode(key) ? key : undefined, offsetOf(value) ?? near), {});
      return undefined;
    }
    const span = rangeSpan(key, near);
    const word = key.source ?? String(key.value);
    if (word === '<<' && key.type === 'PLAIN') {
      if (!isAlias(value)) report('C0007', span, {});
      return undefined;
    }
    return { key: { value: word, span }, value: convert(value, key.range[1], span) };
  }

  function convertSequence(sequence: YAMLSeq, near: number): TreeSequence {
    const start = sequence.range?.[0] ?? near;
    const span = firstLine(start, sequence.range?.[1] ?? start);
    const split = sequence.flow === true ? findSplit(sequence.items.map(offsetsOf), text) : undefined;
    const items: TreeNode[] = [];
    for (const [index, item] of sequence.items.entries()) {
      if (split !== undefined && index > split.first && index <= split.last) continue;
      const node = convert(item, start, itemSpan(item, span));
      items.push(index === split?.first ? reportSplit(split, node.span) : node);
    }
    return { kind: 'sequence', items, span };
  }

  function reportSplit(split: { readonly start: number; readonly end: number }, span: Span): TreeNode {
    const value = text.slice(split.start, split.end);
    const edits = [{ span: spanOf(split.start, split.end), text: `'${value.replaceAll("'", "''")}'` }];
    report('C0016', spanOf(split.start, split.end), {}, {
      fixes: [{ title: 'put the value in quotes', safety: 'unsafe', edits }],
    });
    return { kind: 'broken', span };
  }

  function convertScalar(scalar: Scalar, near: number, nothing: Span): TreeNode {
    const range = scalar.range;
    if (range == null) return { kind: 'empty', span: nothing };
    const [start, end] = range;
    const style = styles[scalar.type ?? 'PLAIN'] ?? 'plain';
    if (style === 'plain' && start === end) {
      return { kind: isReported(scalar) ? 'broken' : 'empty', span: isReported(scalar) ? spanOf(start, end) : nothing };
    }
    // A tag or an anchor was reported; what is left of its value would only mislead.
    if (isReported(scalar)) return { kind: 'broken', span: spanOf(start, end) };
    if (style === 'plain' && scalar.value === null) return { kind: 'empty', span: spanOf(start, end) };

    const value = scalar.source ?? String(scalar.value);
    const body = bodyOf(scalar, style, start, end);
    const map = createScalarMap(value, { text, style, ...body });
    const whole = spanOf(start, style === 'literal' || style === 'folded' ? trimmedEnd(start, end) : end);
    const place: Place = (from, to) => {
      if (map === undefined) return whole;
      const found = map(from, to);
      return spanOf(found.start, found.end);
    };
    const comment = commentBehind(end, style);
    return {
      kind: 'scalar',
      style,
      text: value,
      type: style === 'plain' ? plainType(scalar.value) : 'text',
      span: whole,
      place,
      source: text.slice(start, end),
      ...(comment === undefined ? {} : { comment }),
    } satisfies TreeScalar;
  }

  function bodyOf(scalar: Scalar, style: TreeScalar['style'], start: number, end: number) {
    if (style === 'single' || style === 'double') return { start: start + 1, end: end - 1 };
    const token = scalar.srcToken;
    if (token?.type !== 'block-scalar') return { start, end };
    const header = token.props.at(-1);
    const from = header !== undefined && 'source' in header ? header.offset + header.source.length : start;
    return { start: from, end: from + token.source.length };
  }

  function commentBehind(end: number, style: TreeScalar['style']): Span | undefined {
    if (style === 'literal' || style === 'folded') return undefined;
    const lineEnd = text.indexOf('\n', end);
    const rest = text.slice(end, lineEnd === -1 ? text.length : lineEnd).trimEnd();
    const gap = /^[ \t]+(?=#)/.exec(rest)?.[0].length;
    return gap === undefined ? undefined : spanOf(end + gap, end + rest.length);
  }

  function mappingSpan(entries: readonly TreeEntry[], near: number): Span {
    const [first] = entries;
    if (first === undefined) return spanOf(near, near + (text[near] === '{' ? 1 : 0));
    return entrySpan(first, (from) => lines.lineStart(lines.position(from).line + 1), shift());
  }

  function firstLine(start: number, end: number): Span {
    const lineEnd = text.indexOf('\n', start);
    const stop = Math.min(end, lineEnd === -1 ? text.length : lineEnd);
    return spanOf(start, start + text.slice(start, stop).trimEnd().length);
  }

  function trimmedEnd(start: number, end: number): number {
    return start + text.slice(start, end).trimEnd().length;
  }

  function itemSpan(item: unknown, sequence: Span): Span {
    const offset = offsetOf(item);
    if (offset === undefined) return sequence;
    // An empty item has no place of its own: its dash has.
    const dash = /-\s*$/.exec(text.slice(Math.max(offset - 80, 0), offset))?.[0].length;
    return dash === undefined ? sequence : spanOf(offset - dash, offset - dash + 1);
  }

  function rangeSpan(node: Node | undefined, near: number): Span {
    const range = node?.range;
    if (range == null) return characterAt(near);
    return range[1] > range[0] ? firstLine(range[0], range[1]) : characterAt(range[0]);
  }

  /** At the end of the file there is none. */
  function characterAt(offset: number): Span {
    return spanOf(offset, Math.min(offset + 1, text.length));
  }

  function shift(): number {
    return spanOf(0, 0).start;
  }
}

/** From the key to the end of its value, cut at the end of the first line. */
function entrySpan({ key, value }: TreeEntry, nextLine: (offset: number) => number, shift: number): Span {
  const stop = nextLine(key.span.start - shift) + shift;
  const end = value.span.start >= stop ? key.span.end : Math.min(value.span.end, stop);
  return { ...key.span, end: Math.max(end, key.span.end) };
}

const styles: Readonly<Record<string, TreeScalar['style']>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function plainType(value: unknown): TreeScalar['type'] {
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function offsetsOf(node: unknown): { readonly start: number; readonly end: number; readonly hasValue: boolean } {
  const range = isNode(node) ? node.range : undefined;
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0, hasValue: true };
}

/** In a flow mapping: from the value's start, or the key's where there is no colon. */
function pairOffsets(pair: Pair<unknown, unknown>) {
  const key = offsetsOf(pair.key);
  const bare = pair.srcToken !== undefined && !(pair.srcToken.sep ?? []).some(({ type }) => type === 'map-value-ind');
  return bare ? { ...key, hasValue: false } : offsetsOf(pair.value);
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function isReported({ tag, anchor }: Scalar): boolean {
  return tag !== undefined || anchor !== undefined;
}

function isExplicit(pair: Pair<unknown, unknown>): boolean {
  return pair.srcToken?.start.some(({ type }) => type === 'explicit-key-ind') ?? false;
}
