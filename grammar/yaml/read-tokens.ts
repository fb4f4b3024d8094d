import { Lexer, Parser, type CST } from 'yaml';

export const largestSource = 1024 * 1024;
export const deepestNesting = 64;
/** A text of nothing but brackets yields one error each, which takes seconds at a megabyte. */
export const mostLexemes = 200_000;

export type Tokens =
  | { readonly kind: 'tokens'; readonly tokens: readonly CST.Token[] }
  | { readonly kind: 'too-deep'; readonly offset: number }
  | { readonly kind: 'too-many'; readonly offset: number };

/**
 * The concrete syntax of a text, unless it nests too deeply or holds too much.
 *
 * Depth is watched while reading, so hostile brackets stop at once; everything behind this may
 * recurse over the tokens.
 */
export function readTokens(text: string): Tokens {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    lexemes += 1;
    if (lexemes > mostLexemes) return { kind: 'too-many', offset };
    tokens.push(...parser.next(lexeme));
    if (depthOf(parser.stack) > deepestNesting) return { kind: 'too-deep', offset };
  }
  tokens.push(...parser.end());
  return { kind: 'tokens', tokens };
}

function depthOf(stack: readonly CST.Token[]): number {
  // The document and a scalar may stand around the collections.
  if (stack.length <= deepestNesting) return 0;
  return stack.filter(({ type }) => type === 'block-map' || type === 'block-seq' || type === 'flow-collection').length;
}

/** Every token with a place of its own, parents first. */
export function* eachToken(tokens: readonly CST.Token[]): Generator<CST.Token> {
  for (const token of tokens) {
    yield token;
    switch (token.type) {
      case 'document':
        yield* eachToken(token.start);
        if (token.value !== undefined) yield* eachToken([token.value]);
        yield* eachToken(token.end ?? []);
        break;
      case 'block-map':
      case 'block-seq':
      case 'flow-collection':
        for (const item of token.items) {
          yield* eachToken(item.start);
          if (item.key !== undefined && item.key !== null) yield* eachToken([item.key]);
          yield* eachToken(item.sep ?? []);
          if (item.value !== undefined) yield* eachToken([item.value]);
        }
        break;
      case 'block-scalar':
        yield* eachToken(token.props);
        break;
      default:
    }
  }
}

/** The end of a collection's last token; other tokens carry their source. */
export function endOfToken(token: CST.Token): number {
  let end = token.offset;
  for (const part of eachToken([token])) {
    if ('source' in part) end = Math.max(end, part.offset + part.source.length);
    if (part.type === 'flow-collection') {
      const last = part.end.at(-1);
      if (last !== undefined) end = Math.max(end, last.offset + last.source.length);
    }
  }
  return end;
}
