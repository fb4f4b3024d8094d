import { createToken, Lexer, type TokenType } from 'chevrotain';
import { errorTokens } from '../expressions/error-tokens.js';
import { parserVocabulary } from '../expressions/lex.js';
import * as tokens from '../expressions/tokens.js';

const LeftBrace = createToken({ name: 'LeftBrace', pattern: /\{/ });
const RightBrace = createToken({ name: 'RightBrace', pattern: /\}/ });
const Comment = createToken({ name: 'Comment', pattern: /#[^\n]*/ });
/** As in YAML: `''` is a quote inside. */
const Quoted = createToken({ name: 'Quoted', pattern: /'(?:[^'\n]|'')*'/ });

const keywords: ReadonlySet<TokenType> = new Set(tokens.keywordTokens);

// The words of phrases are told apart by whoever reads the phrase.
const vocabulary = [LeftBrace, RightBrace, Comment, Quoted, ...parserVocabulary.filter((token) => !keywords.has(token))];

let shared: Lexer | undefined;

/** Made at its first use: most repositories are written in YAML alone. */
function lexer(): Lexer {
  shared ??= new Lexer(vocabulary, { positionTracking: 'onlyOffset', ensureOptimizations: false });
  return shared;
}

export type TextTokenKind =
  | 'word'
  | 'text'
  | 'quoted'
  /** Numbers, dates, durations, paths: whole values that are no single word. */
  | 'literal'
  | 'open-brace'
  | 'close-brace'
  | 'open-bracket'
  | 'close-bracket'
  | 'comma'
  /** What stands between two values. */
  | 'operator'
  | 'comment'
  /** A character or a quote that has no meaning. */
  | 'wrong';

export interface TextToken {
  readonly kind: TextTokenKind;
  readonly image: string;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  /** Where on its line it stands, from 0; `undefined` behind another token of the line. */
  readonly indent?: number;
  /** Where the first token of its line stands. */
  readonly lineIndent: number;
}

const kinds: ReadonlyMap<TokenType, TextTokenKind> = new Map<TokenType, TextTokenKind>([
  [LeftBrace, 'open-brace'],
  [RightBrace, 'close-brace'],
  [Comment, 'comment'],
  [Quoted, 'quoted'],
  [tokens.Word, 'word'],
  [tokens.Weekdays, 'word'],
  [tokens.Text, 'text'],
  [tokens.LeftParen, 'open-bracket'],
  [tokens.LeftBracket, 'open-bracket'],
  [tokens.RightParen, 'close-bracket'],
  [tokens.RightBracket, 'close-bracket'],
  [tokens.Comma, 'comma'],
  ...[tokens.Compare, tokens.Plus, tokens.Minus, tokens.Times, tokens.Slash, tokens.Range, tokens.Dot].map(
    (token) => [token, 'operator'] as const,
  ),
  ...errorTokens.map((token) => [token, 'wrong'] as const),
]);

/** Every token of a text, comments included; `shift` is what stands before it in its file. */
export function textTokens(text: string, shift: number): readonly TextToken[] {
  let lineStart = 0;
  let scanned = 0;
  let lineIndent = 0;
  return lexer().tokenize(text).tokens.map(({ tokenType, image, startOffset }) => {
    const newline = text.slice(scanned, startOffset).lastIndexOf('\n');
    if (newline !== -1) lineStart = scanned + newline + 1;
    const isFirst = newline !== -1 || scanned === 0;
    scanned = startOffset + image.length;
    if (isFirst) lineIndent = startOffset - lineStart;
    const start = startOffset + shift;
    return {
      kind: kinds.get(tokenType) ?? 'literal',
      image,
      start,
      end: start + image.length,
      lineIndent,
      ...(isFirst ? { indent: lineIndent } : {}),
    };
  });
}
