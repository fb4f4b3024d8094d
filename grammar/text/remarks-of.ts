import type { Remarks } from '../tree/tree-node.js';
import type { TextToken } from './text-tokens.js';

interface Beside {
  readonly above: readonly string[];
  readonly gap: boolean;
}

/** The comments of a text by the token they stand beside, for tokens counted without comments. */
export interface TextRemarks {
  readonly tokens: readonly TextToken[];
  /** Comments above the token on lines of their own. */
  above(index: number): Beside;
  /** The comment behind the token on its line. */
  behind(index: number): string | undefined;
  /** Of all tokens from `from` to `until`, exclusive: one comment stays behind, the others go above. */
  between(from: number, until: number): Remarks | undefined;
}

const nothing: Beside = { above: [], gap: false };

export function remarksOf(all: readonly TextToken[], text: string, shift: number): TextRemarks {
  const tokens: TextToken[] = [];
  const aboveOf = new Map<number, Beside>();
  const behindOf = new Map<number, string>();
  let pending: { readonly above: string[]; gap: boolean } = { above: [], gap: false };
  let scanned = 0;

  for (const token of all) {
    const start = token.start - shift;
    const isBlank = /\n[ \t\r]*\n/.test(text.slice(scanned, start));
    scanned = token.end - shift;
    if (token.kind === 'comment' && token.indent === undefined && tokens.length > 0) {
      behindOf.set(tokens.length - 1, token.image.trimEnd());
      continue;
    }
    if (isBlank && pending.above.length > 0) pending.above.push('');
    else if (isBlank && tokens.length > 0) pending.gap = true;
    if (token.kind === 'comment') {
      pending.above.push(token.image.trimEnd());
      continue;
    }
    if (pending.gap || pending.above.length > 0) aboveOf.set(tokens.length, pending);
    pending = { above: [], gap: false };
    tokens.push(token);
  }
  if (pending.above.length > 0) aboveOf.set(tokens.length, pending);

  return {
    tokens,
    above: (index) => aboveOf.get(index) ?? nothing,
    behind: (index) => behindOf.get(index),
    between(from, until) {
      const above: string[] = [];
      let behind: string | undefined;
      for (let at = from; at < until; at += 1) {
        above.push(...(aboveOf.get(at)?.above ?? []));
        const next = behindOf.get(at);
        if (next === undefined) continue;
        if (behind !== undefined) above.push(behind);
        behind = next;
      }
      return remarks(above, behind, aboveOf.get(from)?.gap === true);
    },
  };
}

/** `undefined` where there is nothing to say. */
export function remarks(above: readonly string[], behind: string | undefined, gap: boolean): Remarks | undefined {
  if (above.length === 0 && behind === undefined && !gap) return undefined;
  return {
    ...(above.length === 0 ? {} : { above }),
    ...(behind === undefined ? {} : { behind }),
    ...(gap ? { gap: true } : {}),
  };
}
