import type { CST } from 'yaml';
import type { Checked } from '../diagnostics/diagnostic.js';
import { createLineIndex } from '../line-index.js';
import type { Source } from '../span.js';
import type { Remarks, TreeEntry, TreeMapping, TreeNode } from '../tree/tree-node.js';
import { parseYaml } from './parse-yaml.js';
import { eachToken, endOfToken, readTokens } from './read-tokens.js';

/** As `parseYaml`, with comments, blank lines and the author's choice of braces: for printing. */
export function parseYamlWithRemarks(source: Source): Checked<TreeMapping | undefined> {
  const { value, diagnostics } = parseYaml(source);
  if (value === undefined) return { value, diagnostics };
  const shift = source.text.startsWith('\uFEFF') ? 1 : 0;
  const read = readTokens(source.text.slice(shift));
  if (read.kind !== 'tokens') return { value, diagnostics };
  return { value: attach(value, read.tokens, source.text, shift), diagnostics };
}

/** Where something begins that a comment can belong to: an entry, or the item of a list. */
interface Anchor {
  readonly target: TreeEntry | TreeNode;
  readonly container: Container;
  readonly start: number;
  readonly line: number;
  readonly column: number;
  /** Where a value on one line begins. */
  readonly valueStart?: number;
}

interface Container {
  readonly node: TreeNode;
  readonly column: number;
  readonly outer?: Container;
}

interface Found {
  above: { readonly text: string; readonly line: number }[];
  behind: string[];
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function attach(root: TreeMapping, tokens: readonly CST.Token[], text: string, shift: number): TreeMapping {
  const lines = createLineIndex(text);
  const { comments, flows, flowKeys } = look(tokens, shift);
  const flowStarts = new Set(flows.map(({ start }) => start));
  const anchors: Anchor[] = [];
  const rootContainer: Container = { node: root, column: 1 };
  collect(root, rootContainer);
  anchors.sort((one, other) => one.start - other.start);
  const anchorOf = new Map(anchors.map((anchor) => [anchor.target, anchor]));
  // The last that is set is the first of its line.
  const firstOn = new Map(anchors.toReversed().map(({ line, start }) => [line, start]));

  const found = new Map<TreeEntry | TreeNode, Found>();
  const feet = new Map<TreeNode, { readonly text: string; readonly line: number }[]>();
  let next = 0;
  for (const comment of comments) {
    while ((anchors[next]?.start ?? Infinity) < comment.start) next += 1;
    place(comment, anchors[next - 1], anchors[next]);
  }
  return rebuild(root);

  function collect(node: TreeNode, container: Container): void {
    if (node.kind === 'mapping' && !isFlow(node)) {
      for (const entry of node.entries) {
        const { start } = entry.key.span;
        const { line, column } = lines.position(start);
        const { value } = entry;
        const valueStart = value.kind === 'scalar' ? { valueStart: value.span.start } : {};
        anchors.push({ target: entry, container: { ...container, column }, start, line, column, ...valueStart });
        collect(value, inside(value, container));
      }
    }
    if (node.kind === 'sequence' && !isFlow(node)) {
      for (const item of node.items) {
        const start = dashBefore(item.span.start);
        const { line, column } = lines.position(start);
        anchors.push({ target: item, container: { ...container, column }, start, line, column });
        collect(item, inside(item, container));
      }
    }
  }

  function inside(node: TreeNode, outer: Container): Container {
    const first = node.kind === 'sequence' ? node.items[0] : undefined;
    const start = first === undefined ? node.span.start : dashBefore(first.span.start);
    return { node, column: lines.position(start).column, outer };
  }

  /** The dash of the item that begins here. */
  function dashBefore(start: number): number {
    const lineStart = lines.lineStart(lines.position(start).line);
    const dash = text.slice(lineStart, start + 1).search(/-(?:\s[^-]*)?$/);
    return dash === -1 ? start : lineStart + dash;
  }

  function isFlow(node: TreeNode): boolean {
    if (node.kind === 'sequence') return node.flow === true || flowStarts.has(node.span.start);
    if (node.kind !== 'mapping') return false;
    const [first] = node.entries;
    return first === undefined || flowKeys.has(first.key.span.start);
  }

  function place(comment: CommentToken, before: Anchor | undefined, after: Anchor | undefined): void {
    const { line, column } = lines.position(comment.start);
    const isAlone = text.slice(lines.lineStart(line), comment.start).trim() === '';
    const said = { text: comment.text, line };
    if (!isAlone && before !== undefined) {
      of(before.target).behind.push(comment.text);
      return;
    }
    const isInValue = flows.some(({ start, end }) => start < comment.start && comment.start < end);
    if (before !== undefined && (isInValue || (before.valueStart ?? 0) > comment.start)) {
      of(before.target).above.push(said);
      return;
    }
    if (after !== undefined && after.column >= column) {
      of(after.target).above.push(said);
      return;
    }
    let container = before?.container;
    while (container?.outer !== undefined && container.column > column) container = container.outer;
    // What is set less far in than all that is open belongs to what comes next.
    if (after !== undefined && (container === undefined || container.column > column || container.column <= after.column)) {
      of(after.target).above.push(said);
      return;
    }
    const node = container?.node ?? root;
    feet.set(node, [...(feet.get(node) ?? []), said]);
  }

  function of(target: TreeEntry | TreeNode): Found {
    const one = found.get(target) ?? { above: [], behind: [] };
    found.set(target, one);
    return one;
  }

  function isBlank(line: number): boolean {
    return line > 0 && lines.lineText(line).trim() === '';
  }

  function remarksOf(target: TreeEntry | TreeNode): { readonly remarks?: Remarks } {
    const anchor = anchorOf.get(target);
    if (anchor === undefined) return {};
    const { above, behind } = found.get(target) ?? { above: [], behind: [] };
    const isSecond = (firstOn.get(anchor.line) ?? anchor.start) < anchor.start;
    const first = above[0]?.line ?? anchor.line;
    const linesAbove = spaced([...above, { text: '', line: anchor.line }]).slice(0, -1);
    const all = [...linesAbove, ...behind.slice(0, -1)];
    const last = behind.at(-1);
    const gap = !isSecond && isBlank(first - 1);
    if (all.length === 0 && last === undefined && !gap) return {};
    return {
      remarks: {
        ...(all.length === 0 ? {} : { above: all }),
        ...(last === undefined ? {} : { behind: last }),
        ...(gap ? { gap } : {}),
      },
    };
  }

  /** With `''` where blank lines stand between. */
  function spaced(all: readonly { readonly text: string; readonly line: number }[]): string[] {
    return all.flatMap(({ text: said, line }, index) => {
      const before = all[index - 1];
      return before !== undefined && isBlank(line - 1) ? ['', said] : [said];
    });
  }

  function footOf(node: TreeNode): { readonly foot?: readonly string[] } {
    const foot = feet.get(node);
    const [first] = foot ?? [];
    if (foot === undefined || first === undefined) return {};
    return { foot: isBlank(first.line - 1) ? ['', ...spaced(foot)] : spaced(foot) };
  }

  function rebuild(node: TreeMapping): TreeMapping;
  function rebuild(node: TreeNode): TreeNode;
  function rebuild(node: TreeNode): TreeNode {
    const flow = isFlow(node) ? ({ flow: true } as const) : {};
    switch (node.kind) {
      case 'mapping': {
        const entries = node.entries.map((entry) => ({ key: entry.key, value: rebuild(entry.value), ...remarksOf(entry) }));
        return { kind: 'mapping', entries, span: node.span, ...remarksOf(node), ...footOf(node), ...flow };
      }
      case 'sequence': {
        const items = node.items.map(rebuild);
        return { kind: 'sequence', items, span: node.span, ...remarksOf(node), ...footOf(node), ...flow };
      }
      case 'scalar':
      case 'empty':
      case 'broken':
        return { ...node, ...remarksOf(node) };
    }
  }
}

interface CommentToken {
  readonly start: number;
  readonly text: string;
}

function look(tokens: readonly CST.Token[], shift: number) {
  const comments: CommentToken[] = [];
  const flows: Stretch[] = [];
  const flowKeys = new Set<number>();
  for (const token of eachToken(tokens)) {
    // What stands behind a value on its line is part of the value's token.
    const behind = 'end' in token && token.type !== 'document' ? (token.end ?? []) : [];
    for (const one of [token, ...behind]) {
      if (one.type === 'comment') comments.push({ start: one.offset + shift, text: one.source.trimEnd() });
    }
    if (token.type !== 'flow-collection') continue;
    flows.push({ start: token.offset + shift, end: endOfToken(token) + shift });
    for (const { key, value } of token.items) {
      // A key without a colon is its own value.
      const offset = key?.offset ?? value?.offset;
      if (offset !== undefined) flowKeys.add(offset + shift);
    }
  }
  comments.sort((one, other) => one.start - other.start);
  return { comments, flows, flowKeys };
}
