import { createReport, type Code, type Report } from './code.js';
import { expressionCodes } from './expression-codes.js';
import { structureCodes } from './structure-codes.js';
import { textCodes } from './text-codes.js';
import { yamlCodes } from './yaml-codes.js';

/** Everything that can be wrong with a file before names are resolved. */
export const grammarCodes = { ...yamlCodes, ...textCodes, ...expressionCodes, ...structureCodes };

export type GrammarReport = Report<typeof grammarCodes>;

type AtOf<Entry> = Entry extends Code<infer At> ? At : never;

export type GrammarCode = keyof typeof grammarCodes;

/** What the message of a code needs to know. */
export type GrammarAt<Key extends GrammarCode> = AtOf<(typeof grammarCodes)[Key]>;

export function createGrammarReport(): GrammarReport {
  return createReport(grammarCodes);
}
