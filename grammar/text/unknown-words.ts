import { closest } from '../did-you-mean.js';
import type { Fix } from '../diagnostics/diagnostic.js';
import { wordsOf } from './forms.js';
import { behindBraces, isLineStart, type Reading } from './reading.js';

/**
 * Reports the word at the reader. Yields the key that it can only be a slip of, so that what
 * stands behind is read as meant and not reported as well.
 */
export function reportUnknownWord(reading: Reading, known: readonly string[], where: string): string | undefined {
  const token = reading.peek();
  if (token === undefined) return undefined;
  const { image: word } = token;
  const span = reading.span(reading.index, reading.index + 1);
  const written = known.map((key) => wordsOf(key).join(' '));
  const spaced = word.replaceAll('_', ' ');
  const near = written.includes(spaced) ? [spaced] : closest(word, written);
  const fixes: readonly Fix[] = near
    .slice(0, 1)
    .map((text) => ({ title: `write ${text}`, safety: 'unsafe', edits: [{ span, text }] }));
  reading.report('C0201', span, { word, where, near, known: written }, { fixes });
  const [best] = near;
  return best !== undefined && isSlip(spaced, best) ? known.find((key) => wordsOf(key).join(' ') === best) : undefined;
}

/** One letter too many, too few or another, or two that have changed places. */
function isSlip(word: string, meant: string): boolean {
  const longest = Math.max(word.length, meant.length);
  let first = 0;
  while (first < longest && word[first] === meant[first]) first += 1;
  let last = 0;
  while (last < longest - first && word.at(-1 - last) === meant.at(-1 - last)) last += 1;
  return Math.abs(word.length - meant.length) < 2 && first + last >= longest - 2 && first + last > 0;
}

/** Reports what is no word, up to where something begins again. */
export function reportStray(reading: Reading, isEnd: (index: number) => boolean): void {
  const from = reading.index;
  skip(reading, isEnd);
  const { start, end } = reading.span(from, reading.index);
  const text = reading.slice(start, end);
  const [line = ''] = text.split(/[\r\n]/);
  const shown = line.length > longestShown ? `${line.slice(0, longestShown)}…` : line;
  reading.report('C0203', reading.spanOf(start, start + line.length), { text: shown.trimEnd() });
}

const longestShown = 40;

/** Goes on to where something begins again; at least one token, and never out of the braces around it. */
export function skip(reading: Reading, isEnd: (index: number) => boolean): void {
  const from = reading.index;
  for (let at = from; ; ) {
    const token = reading.tokens[at];
    if (token === undefined || (at > from && (token.kind === 'close-brace' || isEnd(at)))) {
      reading.moveTo(at);
      return;
    }
    at = token.kind === 'open-brace' ? behindBraces(reading, at) : at + 1;
  }
}

/** For the statements of a block: where one of them begins on a line of its own. */
export function statementStart(reading: Reading, heads: (index: number) => boolean): (index: number) => boolean {
  return (index) => isLineStart(reading, index) && heads(index);
}
