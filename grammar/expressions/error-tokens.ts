import { createToken, type IToken, type TokenType } from 'chevrotain';
import type { Fix } from '../diagnostics/diagnostic.js';
import type { GrammarReport } from '../diagnostics/grammar-codes.js';
import type { Place } from '../place.js';

/**
 * What people type from habit. Each is a token, for a lexer that skips what it does not know
 * would let the rest parse as a different expression.
 */
export const SymbolForWord = createToken({ name: 'SymbolForWord', pattern: /&&|\|\||!(?!=)/ });
export const WrongComparison = createToken({ name: 'WrongComparison', pattern: /[=!]==|<>|=<|=>|=(?!=)|[≤≥≠]/ });
export const SmartQuotes = createToken({
  name: 'SmartQuotes',
  pattern: /[“”„‟«»‘’‚][^“”„‟«»‘’‚"\n]*[“”„‟«»‘’‚"]?/,
});
export const SingleQuotes = createToken({ name: 'SingleQuotes', pattern: /'[^'\n]*'?/ });
/** Must stand behind `Text` among the tokens. */
export const OpenText = createToken({ name: 'OpenText', pattern: /"(?:[^"\\\n]|\\[^\n])*\\?/ });
/** Must be the last token. */
export const Unknown = createToken({ name: 'Unknown', pattern: /[\ud800-\udbff][\udc00-\udfff]|[^]/ });

export const errorTokens: readonly TokenType[] = [WrongComparison, SymbolForWord, SmartQuotes, SingleQuotes, OpenText, Unknown];

const areErrors: ReadonlySet<TokenType> = new Set(errorTokens);

const words: Readonly<Record<string, string>> = { '&&': 'and', '||': 'or', '!': 'not' };
const signs: Readonly<Record<string, string>> = {
  '===': '==',
  '!==': '!=',
  '=': '==',
  '<>': '!=',
  '≠': '!=',
  '=<': '<=',
  '≤': '<=',
  '=>': '>=',
  '≥': '>=',
};

/** Reports an error token; false for any other. */
export function reportErrorToken(token: IToken, text: string, place: Place, report: GrammarReport): boolean {
  if (!areErrors.has(token.tokenType)) return false;
  const { image, startOffset: start } = token;
  const end = start + image.length;
  const span = place(start, end);
  const replace = (by: string): readonly Fix[] => [
    { title: `write ${by.trim()}`, safety: 'safe', edits: [{ span, text: by }] },
  ];
  switch (token.tokenType) {
    case SymbolForWord: {
      const word = words[image] ?? image;
      report('C0302', span, { text: image, word }, { fixes: replace(spaced(word, text, start, end)) });
      return true;
    }
    case WrongComparison: {
      const sign = signs[image] ?? '==';
      report('C0303', span, { text: image, sign }, { fixes: replace(sign) });
      return true;
    }
    case SmartQuotes:
    case SingleQuotes: {
      const content = /^.([^]*).$/u.exec(image)?.[1];
      const closed = image.length > 1 && /[“”„‟«»‘’‚"']$/.test(image);
      const fixes = closed && content !== undefined && !content.includes('"') ? replace(`"${content}"`) : [];
      report('C0304', span, { quote: image[0] ?? '' }, { fixes });
      return true;
    }
    case OpenText: {
      const edits = [{ span: place(end, end), text: '"' }];
      report('C0305', span, {}, { fixes: [{ title: 'close the text', safety: 'unsafe', edits }] });
      return true;
    }
    case Unknown:
      report('C0301', span, { text: image });
      return true;
    default:
      return false;
  }
}

/** `a&&b` becomes `a and b`. */
function spaced(word: string, text: string, start: number, end: number): string {
  const before = start === 0 || /[\s(&|]/.test(text[start - 1] ?? '') ? '' : ' ';
  const after = /\s/.test(text[end] ?? '') ? '' : ' ';
  return `${before}${word}${after}`;
}
