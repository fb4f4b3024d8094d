import { mailgun } from './mailgun.js';
import { postmark } from './postmark.js';
import type { Provider } from './provider.js';
import { resend } from './resend.js';
import { sendgrid } from './sendgrid.js';
import { ses } from './ses.js';
import type { FetchText } from './sns.js';

/** Whose calls can be read, by the name in their address. One line each. */
export const allProviders: Readonly<Record<string, { readonly variable: string; create(secret: string, fetchText: FetchText): Provider }>> = {
  ses: { variable: 'PERENNIAL_SES_TOPIC', create: ses },
  sendgrid: { variable: 'PERENNIAL_SENDGRID_KEY', create: sendgrid },
  postmark: { variable: 'PERENNIAL_POSTMARK_SECRET', create: postmark },
  resend: { variable: 'PERENNIAL_RESEND_SECRET', create: resend },
  mailgun: { variable: 'PERENNIAL_MAILGUN_KEY', create: mailgun },
};

/** Those whose secret is set, by name. @throws when one is not what its provider gives out */
export function providersWith(secretOf: (name: string) => string | undefined, fetchText: FetchText): ReadonlyMap<string, Provider> {
  const set = new Map<string, Provider>();
  for (const [name, { variable, create }] of Object.entries(allProviders)) {
    const secret = secretOf(variable);
    if (secret === undefined || secret === '') continue;
    try {
      set.set(name, create(secret, fetchText));
    } catch {
      throw new Error(`${variable} is not what ${name} gives out`);
    }
  }
  return set;
}
