import { agreement } from './agreement/agreement.law.js';
import { edits } from './edits/edits.law.js';
import { endurance } from './endurance/endurance.law.js';
import { fuzz } from './fuzz/fuzz.law.js';
import type { Law } from './law.js';
import { printing } from './printing/printing.law.js';
import { surfaces } from './surfaces/surfaces.law.js';
import { time } from './time/time.law.js';
import { yaml } from './yaml/yaml.law.js';

/** One line each. */
export const allLaws: readonly Law[] = [agreement, printing, surfaces, yaml, fuzz, edits, endurance, time];
