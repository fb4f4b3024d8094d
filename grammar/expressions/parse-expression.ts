import type { ExprAst } from '../ast/expression.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import { createGrammarReport } from '../diagnostics/grammar-codes.js';
import { placeAt, type Place } from '../place.js';
import { lex } from './lex.js';
import { PhraseGrammar } from './rules/phrase-grammar.js';
import { putInPlace } from './put-in-place.js';
import { reportSyntaxError } from './syntax-error.js';

/** Parses a whole text. A mistake yields nothing but diagnostics, at least one; nothing throws. */
export type ParsePhrase<T> = (text: string, place: Place) => Checked<T | undefined>;

/**
 * The parser of one rule of the grammar.
 *
 * Campaigns say `2d` and `lead.plan == "trial"` over and over: a text that was parsed before is
 * only put in its new place. What is wrong is parsed anew each time, for its diagnostics.
 */
export function phrase<T extends object>(rule: (grammar: PhraseGrammar) => T): ParsePhrase<T> {
  const known = new Map<string, T>();
  return (text, place) => {
    const before = known.get(text);
    if (before !== undefined) return { value: putInPlace(before, place), diagnostics: [] };
    const { value } = parseWith(rule, text, nowhere);
    if (value === undefined) return parseWith(rule, text, place);
    if (known.size >= mostKnown) known.clear();
    known.set(text, value);
    return { value: putInPlace(value, place), diagnostics: [] };
  };
}

const nowhere = placeAt('');
/** A few megabytes at most. */
const mostKnown = 5_000;

/**
 * Parses one expression. A mistake yields no expression, and at least one diagnostic: a guess at
 * what was meant could match other leads. Never throws.
 */
export const parseExpression: ParsePhrase<ExprAst> = phrase((grammar) => grammar.condition());

// Analysing the grammar takes some milliseconds; it has no state between two parses.
let shared: PhraseGrammar | undefined;

/** Parses a whole text by one rule of the grammar. */
export function parseWith<T>(
  rule: (grammar: PhraseGrammar) => T,
  text: string,
  place: Place,
): Checked<T | undefined> {
  const report = createGrammarReport();
  const tokens = lex(text, place, report);
  if (tokens === undefined) return { value: undefined, diagnostics: report.diagnostics };

  shared ??= new PhraseGrammar();
  shared.begin(tokens, place, report);
  const value = rule(shared);
  const [error] = shared.errors;
  // What was complained about is the likelier cause of a parse that then went astray.
  if (error !== undefined && report.diagnostics.length === 0) {
    reportSyntaxError(error, { tokens, text, reads: (other) => readsAll(rule, other) }, place, report);
  }
  return { value: report.diagnostics.length === 0 ? value : undefined, diagnostics: report.diagnostics };
}

/** Whether a text is a whole phrase, without a word on what is wrong with it. */
function readsAll<T>(rule: (grammar: PhraseGrammar) => T, text: string): boolean {
  const report = createGrammarReport();
  const tokens = lex(text, nowhere, report);
  if (tokens === undefined) return false;
  shared ??= new PhraseGrammar();
  shared.begin(tokens, nowhere, report);
  rule(shared);
  return shared.errors.length === 0 && report.diagnostics.length === 0;
}
