import { randomUUID } from 'node:crypto';
import { domainOf } from '../../compiler/plan/ir.js';
import type { WorkspacePlan } from '../../compiler/plan/ir.js';
import type { Outcome } from '../channels/channel.js';
import { isAllowed } from '../channels/allow-list.js';
import { createSmtpChannel } from '../channels/email/smtp.channel.js';
import type { SmtpServerAddress } from '../channels/email/smtp-pool.js';
import { dkimInForce } from './in-force/dkim-in-force.js';

/** Where the personal links of a test lead: a name that can never exist (RFC 2606). */
export const deadLink = 'https://this-is-a-test.invalid/';

/** One rendered mail, for somebody to look at in a mail program. */
export interface TestMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo?: string;
  readonly to: string;
  /** Without the mark. */
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface TestSending {
  readonly smtp: SmtpServerAddress;
  readonly workspace: WorkspacePlan;
  secretOf(name: string): string | undefined;
}

/** How long the mail server may take; ms. */
const deadlineMs = 20_000;

/** The subject as it leaves. */
export function markedAsTest(subject: string): string {
  return `[test] ${subject}`;
}

/**
 * Hands over one test, signed as a real mail would be. Nothing is stored: it counts under no cap, and
 * its Message-ID is none of a send, so that no bounce or answer of it is anybody's.
 *
 * @throws when the mail server is out of reach or a DKIM key cannot be used
 */
export async function sendTest(mail: TestMail, { smtp, workspace, secretOf }: TestSending): Promise<Outcome> {
  const domain = domainOf(mail.from.address);
  const channel = createSmtpChannel({ ...smtp, deadlineMs, connections: 1, dkimKeys: dkimInForce(() => workspace, secretOf) });
  try {
    return await channel.deliver({ ...mail, subject: markedAsTest(mail.subject), messageId: `<test-${randomUUID()}@${domain}>` }, async () => {});
  } finally {
    await channel.close();
  }
}

/** Whether mail of this environment may reach the address; undefined is the environment that reaches everybody. */
export function mayBeTested(workspace: WorkspacePlan, environment: string | undefined, address: string): boolean {
  if (environment === undefined) return true;
  const { environments = {} } = workspace;
  const allow = Object.hasOwn(environments, environment) ? environments[environment]?.allow : [];
  return allow === undefined || isAllowed(allow, address);
}
