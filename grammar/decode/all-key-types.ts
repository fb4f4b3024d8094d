import { campaignTypes } from './types/campaign-types.js';
import { entryTypes } from './types/entry-types.js';
import type { KeyTypeDefinitions } from './key-type.js';
import { phraseTypes } from './types/phrase-types.js';
import { scalarTypes } from './types/scalar-types.js';
import { schemaTypes } from './types/schema-types.js';
import { scoringTypes } from './types/scoring-types.js';
import { segmentTypes } from './types/segment-types.js';
import { stepTypes } from './types/step-types.js';
import { testTypes } from './types/test-types.js';
import { workspaceTypes } from './types/workspace-types.js';

/** Every type that a key can have; one that is missing does not compile. */
export const allKeyTypes: KeyTypeDefinitions = {
  ...scalarTypes,
  ...phraseTypes,
  ...entryTypes,
  ...campaignTypes,
  ...stepTypes,
  ...workspaceTypes,
  ...schemaTypes,
  ...segmentTypes,
  ...scoringTypes,
  ...testTypes,
};
