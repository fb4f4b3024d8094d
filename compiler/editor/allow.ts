import type { Diagnostic, Edit } from '../../grammar/diagnostics/diagnostic.js';
import { createLineIndex } from '../../grammar/line-index.js';
import type { Source } from '../../grammar/span.js';
import { allCodes } from '../diagnostics/all-codes.js';
import { suppressionCodes } from '../diagnostics/suppression-codes.js';

/** What the author has to say; it counts as a reason until then. */
const placeholder = 'say here why';

/**
 * The comment that allows what a diagnostic reports, on a line of its own above; undefined for laws,
 * which no reason sets aside, and for files without comments.
 */
export function allowEdit({ code, severity, span }: Diagnostic, { path, text }: Source): Edit | undefined {
  const entry = Object.entries(allCodes).find(([one]) => one === code)?.[1];
  const overridable = entry !== undefined && 'overridable' in entry && entry.overridable;
  if ((severity === 'error' && !overridable) || Object.hasOwn(suppressionCodes, code)) return undefined;
  if (path.endsWith('.txt') || path.endsWith('.csv') || path.endsWith('.json')) return undefined;
  const lines = createLineIndex(text);
  const { line } = lines.position(span.start);
  const start = lines.lineStart(line);
  const words = `perennial: allow ${code} because ${placeholder}`;
  if (path.endsWith('.mjml') && !inFrontMatter(text, start)) {
    return { span: { file: path, start, end: start }, text: `${indentOf(lines.lineText(line))}<!-- ${words} -->\n` };
  }
  return { span: { file: path, start, end: start }, text: `${indentOf(lines.lineText(line))}# ${words}\n` };
}

function indentOf(line: string): string {
  return /^ */.exec(line)?.[0] ?? '';
}

/** A comment above the opening line would not be read. */
function inFrontMatter(text: string, offset: number): boolean {
  const [opening = ''] = /^\uFEFF?---[ \t]*\r?\n/.exec(text) ?? [];
  const end = text.slice(opening.length).search(/^---/m);
  return opening !== '' && offset >= opening.length && end >= 0 && offset < opening.length + end;
}
