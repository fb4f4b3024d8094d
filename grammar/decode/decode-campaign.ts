import type { CampaignAst } from '../ast/campaign.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import type { Source } from '../span.js';
import { decodeFile } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { given } from './given.js';
import { campaignKeys } from './keys/campaign-keys.js';

const laterKeys = ['priority', 'channels'];

/** One campaign. With errors, as much of it as could be read; a file without a name goes by its own. */
export function decodeCampaign(source: Source): Checked<CampaignAst | undefined> {
  return decodeFile(source, (root, context) => {
    const where = { where: 'a campaign', later: laterKeys };
    const { campaign, kind, ...keys } = decodeKeys(root, campaignKeys, where, context);
    return {
      kind: 'campaign',
      // The missing name is reported; nothing that follows from it should be.
      name: campaign ?? { value: nameOfFile(source.path), span: root.span },
      ...given({ campaignKind: kind }),
      enter: [],
      leave: [],
      excludes: [],
      playlists: [],
      steps: [],
      ...keys,
      span: root.span,
    };
  });
}

function nameOfFile(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:ya?ml|campaign)$/, '');
}
