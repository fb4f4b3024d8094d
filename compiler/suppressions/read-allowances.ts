import { createLineIndex } from '../../grammar/line-index.js';
import type { LineIndex } from '../../grammar/line-index.js';
import type { Source, Span } from '../../grammar/span.js';
import { commentsIn } from './comments.js';
import type { Comment } from './comments.js';

/** `# perennial: allow C4106 because sales asked for it`, as it was written. */
export interface Allowance {
  readonly verb: string;
  /** A code or the name of a rule; empty where nothing is named. */
  readonly word: string;
  readonly reason: string | undefined;
  /** The whole file, or one line of it, 1-based. */
  readonly covers: { readonly kind: 'file' } | { readonly kind: 'line'; readonly line: number } | { readonly kind: 'nothing' };
  /** The comment, and the code or name in it. */
  readonly span: Span;
  readonly wordSpan: Span;
  /** What to take away with it: the line that it has for itself, or the space before it. */
  readonly whole: Span;
  readonly text: string;
}

const pattern = /^perennial:\s*(allow(?:-file)?)(?:\s+(?!because\b)([^\s]+))?(?:\s+([^]*))?$/;

/** What the comments of a file allow, in order. */
export function readAllowances(source: Source): readonly Allowance[] {
  // Most files have none, and reading their comments would cost as much as reading them.
  if (!/perennial:\s*allow/.test(source.text)) return [];
  const lines = createLineIndex(source.text);
  const comments = commentsIn(source);
  return comments.flatMap((comment) => {
    const found = pattern.exec(comment.text);
    return found === null ? [] : [allowance(source, lines, comments, comment, found)];
  });
}

function allowance(
  source: Source,
  lines: LineIndex,
  comments: readonly Comment[],
  comment: Comment,
  [, verb = '', word = '', rest = '']: readonly string[],
): Allowance {
  const span = { file: source.path, start: comment.start, end: comment.end };
  const reason = /^because\s+(\S[^]*)$/.exec(rest)?.[1]?.replace(/\s+/g, ' ');
  const wordStart = word === '' ? comment.start : source.text.indexOf(word, source.text.indexOf(verb, comment.start) + verb.length);
  const line = lines.position(comment.start).line;
  const alone = standsAlone(source.text, lines, comment);
  const covers =
    verb === 'allow'
      ? { kind: 'line' as const, line: alone ? nextLine(source.text, lines, comments, comment) : line }
      : { kind: isAtTop(source, comments, comment) ? ('file' as const) : ('nothing' as const) };
  return {
    verb,
    word,
    reason,
    covers,
    span,
    wordSpan: word === '' ? span : { file: source.path, start: wordStart, end: wordStart + word.length },
    whole: { file: source.path, ...(alone ? wholeLines(source.text, lines, comment) : withSpaceBefore(source.text, comment)) },
    text: comment.text.replace(/\s+/g, ' '),
  };
}

function standsAlone(text: string, lines: LineIndex, { start, end }: Comment): boolean {
  const first = lines.lineStart(lines.position(start).line);
  const last = lines.lineStart(lines.position(end).line + 1);
  return text.slice(first, start).trim() === '' && text.slice(end, last).trim() === '';
}

/** The line a comment of its own line speaks of: the next that holds anything else. */
function nextLine(text: string, lines: LineIndex, comments: readonly Comment[], { end }: Comment): number {
  let at = end;
  for (;;) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    const another = comments.find(({ start }) => start === at);
    if (another === undefined || another.end <= at) return lines.position(at).line;
    at = another.end;
  }
}

/** Nothing but comments, and the opening of the front matter, stands above it. */
function isAtTop({ text }: Source, comments: readonly Comment[], comment: Comment): boolean {
  let before = '';
  let at = 0;
  for (const { start, end } of comments) {
    if (start >= comment.start) break;
    before += text.slice(at, start);
    at = end;
  }
  before += text.slice(at, comment.start);
  return /^\uFEFF?\s*(?:---[ \t]*\r?\n\s*)?$/.test(before) || isFrontMatter(before);
}

/** In a template the first comments may also stand right behind the front matter. */
function isFrontMatter(before: string): boolean {
  return /^\uFEFF?---[ \t]*\r?\n(?:(?!---)[^\n]*\n)*---\s*$/.test(before);
}

function wholeLines(text: string, lines: LineIndex, { start, end }: Comment): { readonly start: number; readonly end: number } {
  const from = lines.lineStart(lines.position(start).line);
  const to = Math.max(lines.lineStart(lines.position(end).line + 1), end);
  return { start: from, end: Math.min(to, text.length) };
}

function withSpaceBefore(text: string, { start, end }: Comment): { readonly start: number; readonly end: number } {
  const space = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: start - space, end };
}
