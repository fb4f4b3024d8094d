import type { ExprAst } from '../ast/expression.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import { createGrammarReport } from '../diagnostics/grammar-codes.js';
import type { Place } from '../place.js';
import { lex } from './lex.js';
import { PhraseGrammar } from './phrase-grammar.js';
import { reportSyntaxError } from './syntax-error.js';

/**
 * Parses one expression. A mistake yields no expression, and at least one diagnostic: a guess at
 * what was meant could match other leads. Never throws.
 */
export function parseExpression(text: string, place: Place): Checked<ExprAst | undefined> {
  return parseWith((grammar) => grammar.condition(), text, place);
}

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
  if (error !== undefined && report.diagnostics.length === 0) reportSyntaxError(error, tokens, text, place, report);
  return { value: report.diagnostics.length === 0 ? value : undefined, diagnostics: report.diagnostics };
}
