import type { JsonSchema } from '../extensions/manifest.js';
import type { channelKinds } from '../plan/ir.js';

type Kind = (typeof channelKinds)[number];

const text = { type: 'string', minLength: 1 };
const url = { ...text, examples: ['https://crm.northwind.example/perennial'] };

/** What posts to an address: over HTTPS alone, unless it stays in the company's own network. */
function posting(settings: JsonSchema): JsonSchema {
  return {
    type: 'object',
    properties: {
      ...settings,
      allow_private: { type: 'boolean', description: "Posts may go into the company's own network, and without encryption." },
    },
    additionalProperties: false,
    if: { properties: { allow_private: { const: true } }, required: ['allow_private'] },
    else: { properties: { url: { ...url, pattern: '^https://' } } },
  };
}

const signed = {
  url: { ...url, pattern: '^https?://', description: 'The address that is posted to.' },
  url_secret: { ...text, description: 'The name of a secret that holds the address.' },
  secret: { ...text, description: 'The name of a secret that signs what is posted.' },
};

/** The settings that each of `channelKinds` takes, beside `kind`; plug-ins say their own in their manifests. */
export const channelSettings: Readonly<Record<Kind, JsonSchema>> = {
  webhook: posting(signed),
  slack: posting({ url_secret: signed.url_secret }),
  sms: posting({ ...signed, address: { ...text, description: "The attribute of the lead with the number; `phone` where unsaid." } }),
  task: posting({ ...signed, members: { ...text, description: 'Who is in the group, by commas.', examples: ['anna, ben'] } }),
};

/** What those need that post every message: where to. Without an address a `task` channel is a group of people. */
export const channelTargets: Readonly<Record<string, { readonly key: string; readonly wanted: string }>> = {
  webhook: { key: 'url', wanted: 'the address that is posted to, or "url_secret:", the name of a secret that holds it' },
  sms: { key: 'url', wanted: 'the address of the gateway, or "url_secret:", the name of a secret that holds it' },
  slack: { key: 'url_secret', wanted: 'the name of a secret that holds the address of the incoming webhook' },
} satisfies Partial<Record<Kind, unknown>>;
