import { Lexer, type IToken, type TokenType } from 'chevrotain';
import type { GrammarReport } from '../diagnostics/grammar-codes.js';
import type { Place } from '../place.js';
import { errorTokens, reportErrorToken, SymbolForWord, WrongComparison } from './error-tokens.js';
import * as tokens from './tokens.js';

export const longestExpression = 4000;
export const deepestExpression = 50;
export const longestList = 1000;

/** Everything but the keywords, which are told from other words by a look-up: one pattern instead of eighty. */
const vocabulary: TokenType[] = [
  tokens.WhiteSpace,
  tokens.Text,
  tokens.DateLiteral,
  tokens.TimeOfDay,
  tokens.Quantity,
  tokens.Percentage,
  tokens.NegativeNumber,
  tokens.NumberLiteral,
  tokens.Path,
  tokens.StepPath,
  tokens.Weekdays,
  tokens.Word,
  // Before the comparisons, for `===` and `=<` begin like them; `!` alone stands back for `!=`.
  WrongComparison,
  tokens.Compare,
  SymbolForWord,
  tokens.Plus,
  tokens.Minus,
  tokens.Times,
  tokens.Slash,
  tokens.Range,
  tokens.Dot,
  tokens.Comma,
  tokens.LeftParen,
  tokens.RightParen,
  tokens.LeftBracket,
  tokens.RightBracket,
  ...errorTokens.filter((token) => token !== WrongComparison && token !== SymbolForWord),
];

/** All that a parser needs to know of the words there are. */
export const parserVocabulary: readonly TokenType[] = [...vocabulary, ...tokens.keywordTokens];

/** `validate` asks the tokens whether any hides another, which a test does once for all. */
export function createLexer(validate = false): Lexer {
  return new Lexer(vocabulary, { positionTracking: 'onlyOffset', ensureOptimizations: false, skipValidations: !validate });
}

const lexer = createLexer();

/** The tokens of a phrase; `undefined`, and a report, when it holds what no phrase may hold. */
export function lex(text: string, place: Place, report: GrammarReport): IToken[] | undefined {
  if (text.length > longestExpression) {
    report('C0313', place(0, text.length), { length: text.length, limit: longestExpression });
    return undefined;
  }
  const { tokens: found } = lexer.tokenize(text);
  let wrong = false;
  for (const token of found) {
    if (token.tokenType === tokens.Word) tellKeyword(token);
    else if (reportErrorToken(token, text, place, report)) wrong = true;
  }
  if (wrong) return undefined;

  const deep = firstTooDeep(found);
  if (deep !== undefined) {
    report('C0314', place(deep.startOffset, deep.startOffset + deep.image.length), { limit: deepestExpression });
    return undefined;
  }
  return found;
}

function tellKeyword(token: IToken): void {
  const keyword = tokens.keywordOf.get(token.image);
  if (keyword?.tokenTypeIdx === undefined) return;
  token.tokenType = keyword;
  token.tokenTypeIdx = keyword.tokenTypeIdx;
}

/** The parser recurses for brackets and for `not`, so both are counted before it starts. */
function firstTooDeep(found: readonly IToken[]): IToken | undefined {
  const outer: number[] = [];
  let depth = 0;
  let inBracket = 0;
  for (const token of found) {
    switch (token.tokenType) {
      case tokens.Not:
        depth += 1;
        break;
      case tokens.LeftParen:
      case tokens.LeftBracket:
        outer.push(inBracket);
        depth += 1;
        inBracket = depth;
        break;
      case tokens.RightParen:
      case tokens.RightBracket:
        inBracket = outer.pop() ?? 0;
        depth = inBracket;
        break;
      default:
        depth = inBracket;
    }
    if (depth > deepestExpression) return token;
  }
  return undefined;
}
