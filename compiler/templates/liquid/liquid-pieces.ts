import { LiquidError, Tokenizer, TypeGuards } from 'liquidjs';

/** One `{{ … }}` or `{% … %}`: offsets into the text it was found in. */
export interface LiquidPiece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The Liquid in a text, found as Liquid itself finds it; empty when it cannot be read (the check of
 * the Liquid then says why).
 */
export function liquidPieces(text: string): readonly LiquidPiece[] {
  try {
    return new Tokenizer(text)
      .readTopLevelTokens()
      .filter((token) => !TypeGuards.isHTMLToken(token))
      .map(({ begin, end }) => ({ start: begin, end, text: text.slice(begin, end) }));
  } catch (error) {
    if (LiquidError.is(error)) return [];
    throw error;
  }
}

export interface MaskedText {
  readonly text: string;
  /** The pieces by the word that stands for them. */
  readonly words: ReadonlyMap<string, LiquidPiece>;
}

/**
 * The text with a plain word for each piece, which no HTML tool touches: no quotes, no `<`, no
 * letters to change the case of.
 */
export function maskLiquid(text: string, pieces = liquidPieces(text)): MaskedText {
  let stem = 'liquid';
  while (text.includes(stem)) stem += 'q';
  const words = new Map<string, LiquidPiece>();
  let masked = '';
  let copied = 0;
  for (const piece of pieces) {
    const word = `${stem}${words.size}z`;
    words.set(word, piece);
    masked += text.slice(copied, piece.start) + word;
    copied = piece.end;
  }
  return { text: masked + text.slice(copied), words };
}

export function unmaskLiquid(text: string, words: MaskedText['words']): string {
  const [first] = words.keys();
  if (first === undefined) return text;
  const stem = first.replace(/\d+z$/, '');
  return text.replace(new RegExp(`${stem}\\d+z`, 'g'), (word) => words.get(word)?.text ?? word);
}

/** As long as the text, with a filler for each character of Liquid: offsets stay true. */
export function coverLiquid(text: string, pieces: readonly LiquidPiece[]): string {
  let covered = '';
  let copied = 0;
  for (const { start, end } of pieces) {
    covered += text.slice(copied, start) + liquidFiller.repeat(end - start);
    copied = end;
  }
  return covered + text.slice(copied);
}

/** Neither white space nor part of a name. */
export const liquidFiller = '\u0001';
