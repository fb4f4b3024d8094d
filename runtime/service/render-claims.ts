import { renderMail } from '../channels/email/render-mail.js';
import type { OutgoingMail } from '../channels/channel.js';
import { addressAttribute } from '../engine/gate/reach.js';
import type { AskedConsent } from '../ingest/mail/confirm-token.js';
import type { MailData } from '../leads/claiming/confirm.js';
import type { Claims as StoreClaims } from '../leads/claims.js';
import type { Claims } from '../temporal/deliver.activity.js';
import { renderedHash } from '../temporal/rendered-hash.js';

/** Where links of a mail lead that are made for one lead. */
export interface MailLinks {
  unsubscribe(userId: string, topic: string): string;
  confirm(asked: AskedConsent): string;
}

/** The store's claims with their messages rendered: what a hand-over takes. */
export function renderClaims(claims: StoreClaims, links: MailLinks): Claims {
  return {
    ...claims,
    async confirm(sendKey, epoch) {
      const rendered: OutgoingMail[] = [];
      const confirmed = await claims.confirm(sendKey, epoch, (data) => {
        const mail = mailOf(data, links);
        rendered.push(mail);
        return renderedHash(mail);
      });
      if (confirmed.kind !== 'ready') return confirmed;
      const [mail] = rendered;
      if (mail === undefined) throw new Error('a message was confirmed that nobody rendered');
      return { ...confirmed, mail };
    },
  };
}

function mailOf(data: MailData, links: MailLinks): OutgoingMail {
  const { workspace, email, topic } = data;
  const sender = workspace.senders[email.from];
  if (sender === undefined) throw new Error(`the workspace has no sender "${email.from}"`);
  const address = data.channel === 'email' ? undefined : addressOn(data);
  const mail = renderMail({
    content: data.content,
    ...(address === undefined ? {} : { to: address }),
    sender,
    company: { name: workspace.company, postalAddress: workspace.postalAddress },
    schema: workspace.schema,
    lead: data.attributes,
    entry: data.entry,
    zone: data.zone,
    messageId: data.messageId,
    date: data.now,
    ...(topic === undefined ? {} : { unsubscribeUrl: links.unsubscribe(data.leadUserId, topic) }),
    confirmUrl: links.confirm({ userId: data.leadUserId, topics: topicsToConfirm(data), askedAt: data.now, text: data.content.hash }),
  });
  return { ...mail, about: { userId: data.leadUserId, campaign: data.campaign, step: data.step } };
}

/** Where the lead is reached on another channel than e-mail; empty where that needs no address. */
function addressOn({ channel, workspace, attributes }: MailData): string {
  const attribute = addressAttribute(channel, workspace);
  const address = attribute === undefined ? undefined : attributes[attribute];
  return typeof address === 'string' ? address : '';
}

/** The topic that the entering event names, else all that need a confirmed consent. */
function topicsToConfirm({ entry, workspace: { topics } }: MailData): readonly string[] {
  const { topic } = entry.properties;
  if (typeof topic === 'string' && Object.hasOwn(topics, topic)) return [topic];
  return Object.keys(topics).filter((name) => topics[name]?.opt === 'double');
}
