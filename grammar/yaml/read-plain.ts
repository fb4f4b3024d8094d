import type { Span } from '../span.js';
import type { TreeEntry, TreeMapping, TreeNode, TreeScalar, TreeSequence } from '../tree/tree-node.js';

/**
 * Reads what nearly every file consists of: block mappings and lists, values on one line, comments.
 *
 * `undefined` for a text with anything else in it, right or wrong, which the YAML library then
 * reads. What is yielded here is what would be yielded there, at a fraction of the time; a law
 * holds both against each other.
 */
export function readPlain(text: string, file: string): TreeMapping | undefined {
  if (text.length > longestPlain || unusual.test(text)) return undefined;
  const lines = contentLines(text);
  const [first] = lines;
  if (first === undefined) return undefined;
  // The line that was read last.
  let line = 0;

  const root = readMapping(first.start + first.indent, 0);
  return line === lines.length - 1 ? root : undefined;

  function spanOf(start: number, end: number): Span {
    return { file, start, end };
  }

  function startOfLine(): number {
    return lines[line]?.start ?? 0;
  }

  function endOfLine(): number {
    return lines[line]?.end ?? text.length;
  }

  /** `from` is the place of its first key, whose column all others share. */
  function readMapping(from: number, depth: number): TreeMapping | undefined {
    if (depth > deepestPlain) return undefined;
    const indent = from - startOfLine();
    const entries: TreeEntry[] = [];
    const seen = new Set<string>();
    for (let at: number | undefined = from; at !== undefined; at = nextAt(indent)) {
      const key = keyAt(at);
      if (key === undefined || seen.has(key)) return undefined;
      seen.add(key);
      const span = spanOf(at, at + key.length);
      const value = readValue(span, indent, depth + 1);
      if (value === undefined) return undefined;
      entries.push({ key: { value: key, span }, value });
      if (hangsBelow(indent)) return undefined;
    }
    return mappingOf(entries, lines[lineOf(from)]?.end ?? from);
  }

  function lineOf(offset: number): number {
    let at = line;
    while (at > 0 && (lines[at]?.start ?? 0) > offset) at -= 1;
    return at;
  }

  function readValue(key: Span, indent: number, depth: number): TreeNode | undefined {
    const at = skipSpaces(key.end + 1);
    if (at < endOfLine() && text[at] !== '#') return readInline(at, depth);
    const next = lines[line + 1];
    if (next === undefined || next.indent < indent) return { kind: 'empty', span: key };
    const start = next.start + next.indent;
    const isList = isDash(start);
    if (next.indent === indent && !isList) return { kind: 'empty', span: key };
    line += 1;
    return isList ? readSequence(start, depth) : readMapping(start, depth);
  }

  function readSequence(from: number, depth: number): TreeSequence | undefined {
    if (depth > deepestPlain) return undefined;
    const indent = from - startOfLine();
    const span = spanOf(from, from + text.slice(from, endOfLine()).trimEnd().length);
    const items: TreeNode[] = [];
    for (let at: number | undefined = from; at !== undefined && isDash(at); at = nextAt(indent)) {
      const start = skipSpaces(at + 1);
      if (start >= endOfLine() || text[start] === '#' || isDash(start)) return undefined;
      const item = keyAt(start) === undefined ? readInline(start, depth + 1) : readMapping(start, depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      if (hangsBelow(indent)) return undefined;
      const next = lines[line + 1];
      if (next === undefined || next.indent !== indent || !isDash(next.start + indent)) break;
    }
    // Where a comment stands behind a single item, the library has its own view of the end.
    return items.length === 1 && text.slice(span.start, span.end).includes('#') ? undefined : { kind: 'sequence', items, span };
  }

  /** Goes to the next line of the same block. */
  function nextAt(indent: number): number | undefined {
    const next = lines[line + 1];
    if (next === undefined || next.indent !== indent) return undefined;
    line += 1;
    return next.start + indent;
  }

  /** What is set further in than its block goes on with the value before it, or is a mistake. */
  function hangsBelow(indent: number): boolean {
    return (lines[line + 1]?.indent ?? -1) > indent;
  }

  function readInline(at: number, depth: number): TreeNode | undefined {
    const first = text[at] ?? '';
    if (first === '[' || first === '{') {
      const flow = readFlow(at, depth);
      return flow !== undefined && isLineEnd(flow.end) ? flow.node : undefined;
    }
    if (first === '"' || first === "'") {
      const quoted = readQuoted(at);
      return quoted !== undefined && isLineEnd(quoted.end) ? quoted.node : undefined;
    }
    // Searching the text itself would read on to the end of the file.
    const rest = text.slice(at, endOfLine());
    const comment = rest.indexOf(' #');
    const written = comment === -1 ? rest : rest.slice(0, comment);
    return plainScalar(at, at + written.trimEnd().length);
  }

  /** On one line, with plain words for keys. */
  function readFlow(from: number, depth: number): Flow | undefined {
    if (depth > deepestPlain) return undefined;
    const isMapping = text[from] === '{';
    const close = isMapping ? '}' : ']';
    const entries: TreeEntry[] = [];
    const items: TreeNode[] = [];
    const seen = new Set<string>();
    let at = skipSpaces(from + 1);
    if (text[at] === close) return { node: flowNode(isMapping, entries, items, from, at + 1), end: at + 1 };
    while (at < endOfLine()) {
      const key = isMapping ? keyAt(at) : undefined;
      if (isMapping && (key === undefined || seen.has(key))) return undefined;
      const valueAt = key === undefined ? at : skipSpaces(at + key.length + 1);
      const value = readFlowValue(valueAt, depth + 1);
      if (value === undefined) return undefined;
      if (key === undefined) items.push(value.node);
      else {
        seen.add(key);
        entries.push({ key: { value: key, span: spanOf(at, at + key.length) }, value: value.node });
      }
      const end = skipSpaces(value.end);
      if (text[end] === close) return { node: flowNode(isMapping, entries, items, from, end + 1), end: end + 1 };
      if (text[end] !== ',') return undefined;
      at = skipSpaces(end + 1);
    }
    return undefined;
  }

  function flowNode(
    isMapping: boolean,
    entries: readonly TreeEntry[],
    items: readonly TreeNode[],
    from: number,
    end: number,
  ): TreeNode {
    if (!isMapping) return { kind: 'sequence', items, span: spanOf(from, end) };
    return mappingOf(entries, endOfLine()) ?? { kind: 'mapping', entries, span: spanOf(from, from + 1) };
  }

  function readFlowValue(at: number, depth: number): Flow | undefined {
    const first = text[at] ?? '';
    if (first === '[' || first === '{') return readFlow(at, depth);
    if (first === '"' || first === "'") return readQuoted(at);
    flowScalar.lastIndex = at;
    const written = flowScalar.exec(text)?.[0].trimEnd() ?? '';
    const node = plainScalar(at, at + written.length);
    return node === undefined ? undefined : { node, end: at + written.length };
  }

  function readQuoted(at: number): Flow | undefined {
    const quote = text[at] ?? '"';
    const close = text.indexOf(quote, at + 1);
    if (close === -1 || close > endOfLine()) return undefined;
    const body = text.slice(at + 1, close);
    if (body.includes('\\') || text[close + 1] === "'" || text[close + 1] === ':') return undefined;
    const style = quote === '"' ? 'double' : 'single';
    return { node: scalar(style, body, 'text', spanOf(at, close + 1), at + 1), end: close + 1 };
  }

  function plainScalar(start: number, end: number): TreeNode | undefined {
    const value = text.slice(start, end);
    if (value === '' || !plainStart.test(value) || /: |:$/.test(value)) return undefined;
    if (isNull.test(value)) return { kind: 'empty', span: spanOf(start, end) };
    return scalar('plain', value, typeOf(value), spanOf(start, end), start);
  }

  function scalar(style: TreeScalar['style'], value: string, type: TreeScalar['type'], span: Span, body: number): TreeScalar {
    const clamp = (offset: number): number => body + Math.min(Math.max(offset, 0), value.length);
    const comment = commentBehind(span.end);
    return {
      kind: 'scalar',
      style,
      text: value,
      type,
      span,
      place: (start, end) => spanOf(clamp(start), clamp(Math.max(start, end))),
      source: text.slice(span.start, span.end),
      ...(comment === undefined ? {} : { comment }),
    };
  }

  function commentBehind(end: number): Span | undefined {
    const at = skipSpaces(end);
    if (at === end || text[at] !== '#') return undefined;
    return spanOf(at, at + text.slice(at, endOfLine()).trimEnd().length);
  }

  function isLineEnd(at: number): boolean {
    const next = skipSpaces(at);
    return next >= endOfLine() || (next > at && text[next] === '#');
  }

  function isDash(at: number): boolean {
    return text[at] === '-' && (text[at + 1] === ' ' || text[at + 1] === '\n' || at + 1 >= text.length);
  }

  function skipSpaces(at: number): number {
    let next = at;
    while (text[next] === ' ') next += 1;
    return next;
  }

  /** A plain key with its colon behind it. */
  function keyAt(at: number): string | undefined {
    plainKey.lastIndex = at;
    return plainKey.exec(text)?.[0];
  }
}

interface Flow {
  readonly node: TreeNode;
  readonly end: number;
}

/** Far below where the library's own limits begin. */
const longestPlain = 100_000;
const deepestPlain = 20;

/** Tabs, other line breaks and marks, and what begins or ends a document. */
const unusual = /[\t\r\v\f\0\x85\u2028\u2029\uFEFF]|^(?:---|\.\.\.|%)/m;
const plainKey = /[A-Za-z_][\w-]*(?=:(?: |\n|$))/y;
/** Round brackets in it could be a value that a comma has split. */
const flowScalar = /(?:[^,[\]{}()#:\n]|:(?=[^\s,[\]{}]))+(?=[,\]}])/y;
const plainStart = /^(?:[^-?:,[\]{}#&*!|>'"%@`\s]|[-?:](?=\S))/;
const isNull = /^(?:~|null|Null|NULL)$/;
const isBoolean = /^(?:true|True|TRUE|false|False|FALSE)$/;
const isNumber =
  /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

function typeOf(value: string): TreeScalar['type'] {
  if (isBoolean.test(value)) return 'boolean';
  return isNumber.test(value) ? 'number' : 'text';
}

/** From its first key to the end of that entry's first line. */
function mappingOf(entries: readonly TreeEntry[], lineEnd: number): TreeMapping | undefined {
  const [first] = entries;
  if (first === undefined) return undefined;
  const { key, value } = first;
  const stop = lineEnd + 1;
  const end = value.span.start >= stop ? key.span.end : Math.min(value.span.end, stop);
  return { kind: 'mapping', entries, span: { ...key.span, end: Math.max(end, key.span.end) } };
}

interface Line {
  readonly start: number;
  /** Without its line break. */
  readonly end: number;
  readonly indent: number;
}

/** The lines that are neither blank nor all comment. */
function contentLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    let at = start;
    while (text[at] === ' ') at += 1;
    if (at < end && text[at] !== '#') lines.push({ start, end, indent: at - start });
    start = end + 1;
  }
  return lines;
}
