import type { Source, Span } from '../../grammar/span.js';

/** For what a whole file lacks: its first line. */
export function firstLine({ path, text }: Source): Span {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const end = text.indexOf('\n', start);
  return { file: path, start, end: end === -1 ? text.length : text.charAt(end - 1) === '\r' ? end - 1 : end };
}
