import { grammarCodes } from '../../grammar/diagnostics/grammar-codes.js';
import { templateFileCodes } from '../templates/codes/template-file-codes.js';
import { templateCodes } from '../templates/template-codes.js';
import { extensionCodes } from '../extensions/extension-codes.js';
import { compilerCodes } from './compiler-codes.js';

/** Every code there is, with the texts of its docs page's summary. */
export const allCodes = { ...grammarCodes, ...compilerCodes, ...templateCodes, ...templateFileCodes, ...extensionCodes };

export type AnyCode = keyof typeof allCodes;
