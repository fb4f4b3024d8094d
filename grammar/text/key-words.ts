import { wordsOf } from './forms.js';
import type { TextToken } from './text-tokens.js';

/** Keys as they are written: which one begins at a token. */
export interface KeyWords {
  readonly keys: readonly string[];
  /** The longest key that is written at `index`: `at most` before `at`. */
  at(tokens: readonly TextToken[], index: number): string | undefined;
  /** Whether a key begins with this word, whatever stands behind it. */
  begin(word: string): boolean;
}

export function keyWords(keys: Iterable<string>): KeyWords {
  const all = [...keys];
  const byFirst = new Map<string, string[]>();
  for (const key of all) {
    const [first = key] = wordsOf(key);
    byFirst.set(first, [...(byFirst.get(first) ?? []), key]);
  }
  for (const same of byFirst.values()) same.sort((one, other) => wordsOf(other).length - wordsOf(one).length);
  return {
    keys: all,
    begin: (word) => byFirst.has(word),
    at(tokens, index) {
      const token = tokens[index];
      if (token?.kind !== 'word') return undefined;
      return byFirst.get(token.image)?.find((key) => isWrittenAt(tokens, index, key));
    },
  };
}

function isWrittenAt(tokens: readonly TextToken[], index: number, key: string): boolean {
  return wordsOf(key).every((word, offset) => {
    const token = tokens[index + offset];
    return token?.kind === 'word' && token.image === word;
  });
}

export const noKeys: KeyWords = keyWords([]);
