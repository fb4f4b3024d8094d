import type { IToken } from 'chevrotain';
import { closest } from '../did-you-mean.js';
import { keywordOf, Word } from './tokens.js';

export interface MisspeltWord {
  readonly token: IToken;
  readonly word: string;
}

/**
 * The word of the language that an author meant where a phrase cannot be read: with it the whole
 * phrase can. Looked for where the parser stopped, and just before.
 */
export function misspeltWord(
  stoppedAt: number,
  tokens: readonly IToken[],
  text: string,
  reads: (text: string) => boolean,
): MisspeltWord | undefined {
  for (const token of [tokens[stoppedAt], tokens[stoppedAt - 1]]) {
    if (token === undefined || !isName(token)) continue;
    const { startOffset, image } = token;
    const behind = text.slice(startOffset + image.length);
    const word = closest(image, words, 6).find((near) => reads(`${text.slice(0, startOffset)}${near}${behind}`));
    if (word !== undefined) return { token, word };
  }
  return undefined;
}

function isName({ tokenType }: IToken): boolean {
  return tokenType === Word || (tokenType.CATEGORIES ?? []).includes(Word);
}

/** With the days that are mostly written. */
const words: readonly string[] = [
  ...keywordOf.keys(),
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
  'mon-fri',
  'mon-thu',
  'mon-sun',
  'sat-sun',
];
