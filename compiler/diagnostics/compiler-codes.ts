import type { Report } from '../../grammar/diagnostics/code.js';
import { createReport } from '../../grammar/diagnostics/code.js';
import { consentCodes } from './consent-codes.js';
import { flowCodes } from './flow-codes.js';
import { nameCodes } from './name-codes.js';
import { scoringCodes } from './scoring-codes.js';
import { securityCodes } from './security-codes.js';
import { suppressionCodes } from './suppression-codes.js';
import { timeCodes } from './time-codes.js';
import { typeCodes } from './type-codes.js';

/** What names, types and rules can say; the grammar and the templates have catalogues of their own. */
export const compilerCodes = {
  ...securityCodes,
  ...nameCodes,
  ...typeCodes,
  ...flowCodes,
  ...consentCodes,
  ...timeCodes,
  ...scoringCodes,
  ...suppressionCodes,
};

export type CompilerCodes = typeof compilerCodes;
export type CompilerCode = keyof CompilerCodes;
export type CompilerReport = Report<CompilerCodes>;

export function createCompilerReport(): CompilerReport {
  return createReport(compilerCodes);
}
