import type { FieldPlan, MessageContent, SchemaPlan, SenderPlan } from '../../../compiler/plan/ir.js';
import { renderMessage } from '../../../compiler/templates/liquid/liquid.js';
import { withDefaults } from '../../../compiler/templates/message-data.js';
import type { OutgoingMail } from '../channel.js';

/** All that one message to one lead is made of. */
export interface MailInput {
  readonly content: MessageContent;
  readonly sender: SenderPlan;
  readonly company: { readonly name: string; readonly postalAddress: string };
  /** Gives attributes and properties their defaults, and keeps out what it does not declare. */
  readonly schema: SchemaPlan;
  /** The lead's attributes, as stored; `email` is where the message goes. */
  readonly lead: Readonly<Record<string, unknown>>;
  /** The event that let the lead in. */
  readonly entry: { readonly name: string; readonly properties: Readonly<Record<string, unknown>> };
  /** IANA name: the lead's zone, for dates in the text. */
  readonly zone: string;
  readonly messageId: string;
  /** Present for marketing, absent for transactional mail. */
  readonly unsubscribeUrl?: string;
  /** Where the lead confirms a consent; absent: no template asks. */
  readonly confirmUrl?: string;
  /** Where it goes on another channel; empty where the channel needs no address. Absent: the lead's e-mail address. */
  readonly to?: string;
  /** Epoch ms for the Date header. */
  readonly date?: number;
}

/**
 * One message for one lead, ready to be handed over; the same input gives the same message.
 *
 * @throws when the lead has no address, or the data lacks what the compiler held for certain
 */
export function renderMail(input: MailInput): OutgoingMail {
  const { content, sender, company, schema, entry, unsubscribeUrl, date } = input;
  const to = input.to ?? input.lead['email'];
  if (typeof to !== 'string' || (to === '' && input.to === undefined)) throw new Error('the lead has no address to write to');
  const { subject, html, text } = renderMessage(content, {
    lead: withDefaults(schema.lead, input.lead),
    entry: withKnownDefaults(schema.events[entry.name]?.properties, entry.properties),
    company: { name: company.name, postal_address: company.postalAddress },
    zone: input.zone,
    ...(unsubscribeUrl === undefined ? {} : { unsubscribe_url: unsubscribeUrl }),
    ...(input.confirmUrl === undefined ? {} : { confirm_link: input.confirmUrl }),
  });
  return {
    messageId: input.messageId,
    from: { name: sender.label, address: sender.address },
    ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }),
    to,
    subject,
    html,
    text,
    ...(unsubscribeUrl === undefined ? {} : { unsubscribeUrl }),
    ...(date === undefined ? {} : { date }),
  };
}

/** Built-in events stand in no schema; their properties are ours and complete. */
function withKnownDefaults(
  fields: Readonly<Record<string, FieldPlan>> | undefined,
  properties: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return fields === undefined ? properties : withDefaults(fields, properties);
}
