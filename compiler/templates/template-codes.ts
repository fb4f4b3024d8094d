import { deliverabilityCodes } from './codes/deliverability-codes.js';
import { frontMatterCodes } from './codes/front-matter-codes.js';
import { markupCodes } from './codes/markup-codes.js';

/** What can be said of one file of a template. */
export const templateCodes = { ...deliverabilityCodes, ...frontMatterCodes, ...markupCodes };
