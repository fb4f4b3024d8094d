import { defineFunction } from 'perennial/plugin';

/** `email_domain(lead.email) == "acme.example"`: the part behind the @, in small letters. */
export const emailDomain = defineFunction({
  name: 'email_domain',
  version: 1,
  summary: 'The domain of an e-mail address.',
  parameters: { address: 'text' },
  result: 'text',
  evaluate: ({ address }) => /@([^@\s]+)$/.exec(address)?.[1]?.toLowerCase() ?? null,
});
