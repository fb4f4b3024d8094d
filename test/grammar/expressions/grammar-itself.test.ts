import { expect, test } from 'vitest';
import { createLexer } from '../../../grammar/expressions/lex.js';
import { PhraseGrammar } from '../../../grammar/expressions/rules/phrase-grammar.js';

// Not asked again whenever a program starts: it takes longer than a check.
test('the grammar has no ambiguous choice, no endless rule and no empty repetition', () => {
  expect(() => new PhraseGrammar(true)).not.toThrow();
});

test('no token hides another', () => {
  expect(createLexer(true).lexerDefinitionErrors).toEqual([]);
});
