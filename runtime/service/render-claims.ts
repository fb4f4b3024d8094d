import { renderMail } from '../channels/email/render-mail.js';
import { zoneNameOf } from '../engine/zone.js';
import type { Claims as StoreClaims, MailData } from '../leads/claims.js';
import type { OutgoingMail } from '../channels/channel.js';
import type { Claims } from '../temporal/deliver.activity.js';

/** The store's claims with their messages rendered: what a hand-over takes. */
export function renderClaims(claims: StoreClaims, unsubscribeUrl: (userId: string, topic: string) => string): Claims {
  return {
    ...claims,
    async confirm(sendKey, epoch) {
      const confirmed = await claims.confirm(sendKey, epoch);
      if (confirmed.kind !== 'ready') return confirmed;
      try {
        return { ...confirmed, mail: mailOf(confirmed.mail, unsubscribeUrl) };
      } catch (error) {
        // Nothing left; the claim must not look as if it might have.
        await claims.release(confirmed.attempt);
        throw error;
      }
    },
  };
}

function mailOf(data: MailData, unsubscribeUrl: (userId: string, topic: string) => string): OutgoingMail {
  const { workspace, email, topic } = data;
  const sender = workspace.senders[email.from];
  if (sender === undefined) throw new Error(`the workspace has no sender "${email.from}"`);
  return renderMail({
    content: data.content,
    sender,
    company: { name: workspace.company, postalAddress: workspace.postalAddress },
    schema: workspace.schema,
    lead: data.attributes,
    entry: data.entry,
    zone: zoneNameOf(data.attributes, workspace.zone),
    messageId: data.messageId,
    date: data.now,
    ...(topic === undefined ? {} : { unsubscribeUrl: unsubscribeUrl(data.leadUserId, topic) }),
  });
}
