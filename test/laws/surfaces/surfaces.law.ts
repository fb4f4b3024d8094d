import assert from 'node:assert/strict';
import { decodeCampaign } from '../../../grammar/decode/decode-campaign.js';
import { printText } from '../../../grammar/print/text/print-text.js';
import { printYaml } from '../../../grammar/print/yaml/print-yaml.js';
import type { Source } from '../../../grammar/span.js';
import { normalForm } from '../../../grammar/tree/normal-form.js';
import type { TreeMapping } from '../../../grammar/tree/tree-node.js';
import { parseYaml } from '../../../grammar/yaml/parse-yaml.js';
import { arbitraryCampaign } from '../../grammar/print/arbitrary-campaign.js';
import { withoutPlaces } from '../../grammar/without-places.js';
import type { Law } from '../law.js';
import { lawOf } from '../law.js';

/** How a campaign's tree is printed in either surface. */
export interface Printers {
  yaml(campaign: TreeMapping): string;
  text(campaign: TreeMapping): string;
}

export function surfacesWith(printers: Printers): Law {
  return lawOf(
    {
      name: 'surfaces',
      promise: 'any campaign, printed in either surface, is read as the same tree',
      cases: 100_000,
    },
    arbitraryCampaign,
    (written) => {
      const source = { path: 'campaigns/x.yaml', text: written };
      const tree = parseYaml(source).value;
      if (tree === undefined) throw new Error(written);
      const campaign = campaignOf(source);
      const yaml = { path: 'campaigns/x.yaml', text: printers.yaml(tree) };
      assert.deepEqual(campaignOf(yaml), campaign, yaml.text);
      const text = { path: 'campaigns/x.campaign', text: printers.text(tree) };
      assert.deepEqual(campaignOf(text), campaign, text.text);
    },
  );
}

export const ownPrinters: Printers = {
  yaml: printYaml,
  text: (campaign) => {
    const { text, losses } = printText(normalForm(campaign, 'campaign'), 'campaign');
    assert.deepEqual(losses, [], text);
    return text;
  },
};

export const surfaces = surfacesWith(ownPrinters);

function campaignOf(source: Source): unknown {
  const { value } = decodeCampaign(source);
  if (value === undefined) throw new Error(`not readable:\n${source.text}`);
  return withoutPlaces(value);
}
