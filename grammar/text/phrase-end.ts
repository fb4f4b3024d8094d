import type { TextToken } from './text-tokens.js';

/** What must have a value behind it: a key there is part of the phrase. */
const demanding: ReadonlySet<string> = new Set(
  (
    'and or not in is where when on with within from topic hours reviewed keep by to after between contains ' +
    'starts ends each since per then last most fades spread every unless move_to'
  ).split(' '),
);

/** First words that are never a name of the author's. */
const demandingFirst: ReadonlySet<string> = new Set(['not', 'topic', 'hours', 'each', 'since']);

/** Words that a line may begin with and still belong to the phrase above. */
const continuing: ReadonlySet<string> = new Set('and or not in is contains starts ends'.split(' '));

export interface PhraseLimits {
  /** Whether a key begins at this token. */
  isKey(index: number): boolean;
  /** A word on a new line no further in than this begins something new, known or not. */
  readonly indent: number;
}

/**
 * Where the phrase ends that begins at `from`: at the next key that no word before it demands,
 * at a brace, or at the end. The first token belongs to the phrase, whatever it is.
 */
export function phraseEnd(tokens: readonly TextToken[], from: number, { isKey, indent }: PhraseLimits): number {
  let depth = 0;
  let demands = false;
  let at = from;
  for (; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.kind === 'open-brace' || token.kind === 'close-brace') break;
    const isNewLine = token.indent !== undefined && token.indent <= indent;
    if (at > from && !demands) {
      if (depth === 0 && (isKey(at) || (isNewLine && token.kind === 'word' && !continuing.has(token.image)))) break;
      // A bracket that is never closed must not swallow the rest of the file.
      if (depth > 0 && isNewLine && isKey(at)) break;
    }
    switch (token.kind) {
      case 'open-bracket':
        depth += 1;
        demands = true;
        break;
      case 'close-bracket':
        depth = Math.max(depth - 1, 0);
        demands = false;
        break;
      case 'word':
        demands = demandsMore(token.image, at === from, demands, tokens[at - 1]);
        break;
      case 'operator':
      case 'comma':
        demands = true;
        break;
      default:
        demands = false;
    }
  }
  return at;
}

function demandsMore(word: string, isFirst: boolean, wasDemanded: boolean, before: TextToken | undefined): boolean {
  if (isFirst) return demandingFirst.has(word);
  if (word === 'not' || word === 'and' || word === 'or') return true;
  // `x not in campaign y`: not what `not` demands, but its second half.
  if (word === 'in' && before?.image === 'not') return true;
  if (word === 'campaign' && before?.image === 'in') return true;
  return !wasDemanded && demanding.has(word);
}
