import {
  EOF,
  MismatchedTokenException,
  NotAllInputParsedException,
  tokenLabel,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type IToken,
} from 'chevrotain';
import type { GrammarReport } from '../diagnostics/grammar-codes.js';
import type { Place } from '../place.js';
import { suggestDuration } from './literals.js';
import { misspeltWord } from './misspelt-word.js';
import { NumberLiteral, Quantity, reservedWords, Word } from './tokens.js';

/** The parser's errors carry only what was expected; the sentence is the catalogue's. */
export const labelsAsMessages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => tokenLabel(expected),
  buildNotAllInputParsedMessage: () => '',
  buildNoViableAltMessage: ({ expectedPathsPerAlt, customUserDescription }) =>
    customUserDescription || listOf(expectedPathsPerAlt.flatMap((paths) => paths.flatMap(([first]) => first ?? []))),
  buildEarlyExitMessage: ({ expectedIterationPaths, customUserDescription }) =>
    customUserDescription || listOf(expectedIterationPaths.flatMap(([first]) => first ?? [])),
};

function listOf(tokens: readonly Parameters<typeof tokenLabel>[0][]): string {
  const labels = [...new Set(tokens.map(tokenLabel))];
  const last = labels.at(-1) ?? 'something else';
  return labels.length < 2 ? last : `${labels.slice(0, -1).join(', ')} or ${last}`;
}

/** A phrase that could not be read. */
export interface Unread {
  readonly tokens: readonly IToken[];
  readonly text: string;
  /** Whether another text could be read by the same rule. */
  reads(text: string): boolean;
}

/** Says in the author's words where the parser had to stop. */
export function reportSyntaxError(
  error: IRecognitionException,
  { tokens, text, reads }: Unread,
  place: Place,
  report: GrammarReport,
): void {
  const atEnd = error.token.tokenType === EOF;
  const index = atEnd ? tokens.length : tokens.indexOf(error.token);
  const before = tokens[index - 1];
  const found = tokens[index];
  const spanOf = (token: IToken) => place(token.startOffset, token.startOffset + token.image.length);

  const spelled = spelledOutDuration(error, tokens, index);
  if (spelled !== undefined) {
    const { amount, unit, suggestion } = spelled;
    const end = unit.startOffset + unit.image.length;
    const span = place(amount.startOffset, end);
    const fixes = [{ title: `write ${suggestion}`, safety: 'safe' as const, edits: [{ span, text: suggestion }] }];
    report('C0312', span, { text: text.slice(amount.startOffset, end), suggestion }, { fixes });
    return;
  }
  const lower = found?.image.toLowerCase();
  const shouted = reservedWords.find((word) => word === lower && word !== found?.image);
  if (found !== undefined && shouted !== undefined) {
    const span = spanOf(found);
    const fixes = [{ title: `write ${shouted}`, safety: 'safe' as const, edits: [{ span, text: shouted }] }];
    report('C0302', span, { text: found.image, word: shouted }, { fixes });
    return;
  }
  const slip = misspeltWord(index, tokens, text, reads);
  if (slip !== undefined) {
    const span = spanOf(slip.token);
    const more = {
      help: `Did you mean "${slip.word}"?`,
      fixes: [{ title: `write ${slip.word}`, safety: 'unsafe' as const, edits: [{ span, text: slip.word }] }],
    };
    report('C0307', span, { found: slip.token.image, after: tokens[tokens.indexOf(slip.token) - 1]?.image }, more);
    return;
  }
  const after = before?.image;
  if (error instanceof NotAllInputParsedException && found !== undefined) {
    report('C0307', spanOf(found), { found: found.image, after });
    return;
  }
  const expected = error.message || 'a value';
  // At the end there is nothing to point at but what came last.
  const span = found !== undefined ? spanOf(found) : before !== undefined ? spanOf(before) : place(0, text.length);
  report('C0306', span, { expected, after, found: found?.image });
}

/** `3 days`: wherever a duration stands, and behind a number that was taken for a value. */
function spelledOutDuration(error: IRecognitionException, tokens: readonly IToken[], index: number) {
  const expectsDuration = error instanceof MismatchedTokenException && error.message === tokenLabel(Quantity);
  if (!expectsDuration && !(error instanceof NotAllInputParsedException)) return undefined;
  const amount = expectsDuration ? tokens[index] : tokens[index - 1];
  const unit = expectsDuration ? tokens[index + 1] : tokens[index];
  if (amount?.tokenType !== NumberLiteral || unit === undefined) return undefined;
  const isWord = unit.tokenType === Word || (unit.tokenType.CATEGORIES ?? []).includes(Word);
  const suggestion = isWord ? suggestDuration(amount.image, unit.image) : undefined;
  return suggestion === undefined ? undefined : { amount, unit, suggestion };
}
