import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { FieldAst } from '../../grammar/ast/schema.js';
import type { Declared } from '../names/declared.js';
import type { MessageData } from './liquid/liquid.js';

/** As long as a real one, so that sizes are right; it leads nowhere. */
const sampleUnsubscribeUrl = `https://mail.example/unsubscribe/${'sample'.repeat(16)}`;
const sampleConfirmLink = `https://mail.example/confirm/${'sample'.repeat(24)}`;

/** Somebody made of the schema's examples; what has neither example nor default stays missing. */
export function sampleData(campaign: CampaignAst | undefined, declared: Declared, marketing: boolean): MessageData {
  const lead = examplesOf(declared.attributes);
  const zone = lead['time_zone'];
  const { workspace } = declared;
  return {
    lead: { email: 'ada@example.com', ...lead },
    entry: campaign === undefined ? {} : entryOf(campaign, declared),
    company: {
      name: workspace?.company?.value ?? 'Your company',
      postal_address: workspace?.postalAddress?.value ?? '1 Example Street',
    },
    confirm_link: sampleConfirmLink,
    ...(marketing ? { unsubscribe_url: sampleUnsubscribeUrl } : {}),
    zone: typeof zone === 'string' ? zone : (workspace?.zone?.value ?? 'UTC'),
  };
}

function entryOf({ enter }: CampaignAst, { events }: Declared): Record<string, unknown> {
  const [first] = enter.flatMap((entry) => (entry.kind === 'on' ? [events.get(entry.event.value)] : []));
  return first === undefined ? {} : examplesOf(first.properties);
}

function examplesOf(fields: ReadonlyMap<string, FieldAst>): Record<string, unknown> {
  return Object.fromEntries(
    [...fields].flatMap(([name, field]) => {
      const value = (field.example ?? field.default)?.value;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
