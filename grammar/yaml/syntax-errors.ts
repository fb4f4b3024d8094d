import type { CST, YAMLParseError, YAMLWarning } from 'yaml';
import type { Fix } from '../diagnostics/diagnostic.js';
import type { GrammarReport } from '../diagnostics/grammar-codes.js';
import type { Place } from '../place.js';
import { eachToken, endOfToken } from './read-tokens.js';

interface Input {
  readonly tokens: readonly CST.Token[];
  readonly text: string;
  readonly spanOf: Place;
}

/** Says what a syntax error most probably comes from, and how to mend it. */
export function reportSyntaxError(
  error: YAMLParseError | YAMLWarning,
  { tokens, text, spanOf }: Input,
  report: GrammarReport,
): void {
  const start = Math.min(error.pos[0], text.length);
  const end = Math.min(Math.max(error.pos[1], start + 1), Math.max(text.length, start));
  const span = spanOf(start, end);
  const line = lineAround(text, start);

  const placeholder = /(?:^\s*|: +|- +)(\{\{.*?)\s*$/.exec(line.text);
  if (placeholder?.[1] !== undefined) {
    const from = line.start + line.text.indexOf(placeholder[1]);
    const value = placeholder[1];
    report('C0015', spanOf(from, from + value.length), {}, { fixes: quote(value, from, spanOf) });
    return;
  }
  if (error.code === 'TAB_AS_INDENT') {
    report('C0014', span, {});
    return;
  }
  if (error.code === 'BAD_SCALAR_START') {
    const value = valueToLineEnd(line, start);
    report('C0020', span, { character: text[start] ?? '' }, { fixes: quote(value, start, spanOf) });
    return;
  }
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') {
    const value = valueToLineEnd(line, start);
    // Only where the colon stands on this very line has the author meant one value.
    const fixes = /: /.test(value) ? quote(value, start, spanOf) : [];
    report('C0018', spanOf(start, start + value.length), {}, { fixes });
    return;
  }
  const unclosed = openQuoteAt(tokens, start);
  if (unclosed !== undefined) {
    report('C0021', spanOf(unclosed, unclosed + 1), { quote: text[unclosed] ?? '"' });
    return;
  }
  const before = text.slice(line.start, start);
  const quoted = /(?:^\s*|: +|- +)(("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*)$/.exec(before);
  if (error.code === 'UNEXPECTED_TOKEN' && quoted?.[1] !== undefined) {
    const from = start - quoted[1].length;
    const value = valueToLineEnd(line, from);
    report('C0019', span, {}, { fixes: quote(value, from, spanOf) });
    return;
  }
  if (error.code === 'UNEXPECTED_TOKEN' && insideFlow(tokens, start)) {
    report('C0016', span, {});
    return;
  }
  report('C0001', span, { problem: problems[error.code] ?? 'This cannot be read as YAML.' });
}

const problems: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: 'A backslash in double quotes must be followed by n, t, a quote or another backslash.',
  BAD_INDENT: 'The indentation does not fit the lines around it, or a bracket is not closed.',
  BAD_PROP_ORDER: 'The parts of this value stand in the wrong order.',
  BLOCK_IN_FLOW: 'An indented block cannot stand inside { } or [ ].',
  KEY_OVER_1024_CHARS: 'The key is too long.',
  MISSING_CHAR: 'A colon, comma, bracket or space is missing here.',
  MULTILINE_IMPLICIT_KEY: 'A key must stand on one line; a ":" is missing, or the indentation does not fit.',
  MULTIPLE_ANCHORS: 'One value has two anchors.',
  UNEXPECTED_TOKEN: 'This does not fit what stands before it.',
};

interface Line {
  readonly start: number;
  readonly text: string;
}

function lineAround(text: string, offset: number): Line {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return { start, text: text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '') };
}

/** From an offset to the end of its line, without white space and comment. */
function valueToLineEnd(line: Line, from: number): string {
  return line.text.slice(from - line.start).replace(/\s+#.*$/, '').trimEnd();
}

function quote(value: string, from: number, spanOf: Place): readonly Fix[] {
  const text = `'${value.replaceAll("'", "''")}'`;
  return [{ title: 'put the value in quotes', safety: 'safe', edits: [{ span: spanOf(from, from + value.length), text }] }];
}

function openQuoteAt(tokens: readonly CST.Token[], offset: number): number | undefined {
  for (const token of eachToken(tokens)) {
    if (token.type !== 'double-quoted-scalar' && token.type !== 'single-quoted-scalar') continue;
    const { source } = token;
    const closed = source.length > 1 && source.at(-1) === source[0];
    if (!closed && token.offset <= offset && offset <= token.offset + source.length) return token.offset;
  }
  return undefined;
}

function insideFlow(tokens: readonly CST.Token[], offset: number): boolean {
  for (const token of eachToken(tokens)) {
    // An unexpected bracket closes the collection early, so the error can be its very end.
    if (token.type === 'flow-collection' && token.offset < offset && offset <= endOfToken(token)) return true;
  }
  return false;
}
