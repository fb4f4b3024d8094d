import type { MailEvent } from '../../mail-events/mail-event.js';
import { statement } from '../../store/database.js';
import type { LeadDesk } from '../lead-lock.js';
import type { KnownMessage } from './known-messages.js';

/** So many messages to one address that came back for now, one after the other, and nobody writes to it again. */
export const softBounces = { most: 3, withinMs: 30 * 86_400_000 } as const;

/**
 * Keeps an address from being written to again: at once after a hard bounce or a complaint, and after
 * several soft bounces with no sign of life between them. A refusal by policy is the sender's to mend.
 */
export async function suppressAfter({ db }: LeadDesk, event: MailEvent, message: KnownMessage, now: number): Promise<void> {
  const { addressHash, leadId, campaign, step } = message;
  if (addressHash === null) return;
  const tell = (reason: string, text: string) => db.query(suppress, [addressHash, reason, now, leadId, campaign, step, text]);
  if (event.act === 'complained') {
    await tell('complaint', 'Reported as unwanted: the address is not written to again.');
  }
  if (event.act !== 'bounced') return;
  if (event.bounce === 'hard') {
    await tell('hard_bounce', 'Came back, there is no such mailbox: the address is not written to again.');
  }
  if (event.bounce !== 'soft') return;
  const [row] = await db.query(countSoft, [leadId, addressHash, now - softBounces.withinMs]);
  if ((row?.messages ?? 0) >= softBounces.most) {
    await tell('soft_bounces', `Came back ${softBounces.most} times within 30 days: the address is not written to again.`);
  }
}

// Said once: who is suppressed already stays so for the first reason.
const suppress = statement<Record<string, never>>(
  'suppress-after-mail',
  `with fresh as (
     insert into suppressions (address_hash, reason, at) values ($1, $2, $3)
     on conflict (address_hash) do nothing returning at
   )
   insert into decisions (lead_id, enrolment_id, campaign, step, code, detail, text, at)
   select $4, null, $5, $6, 'suppressed', $2, $7, at from fresh`,
);

// Of the address alone: who has a new one begins anew.
const countSoft = statement<{ messages: number }>(
  'count-soft-bounces',
  `select count(distinct m.send_key) as messages
   from message_events m join claims c on c.lead_id = m.lead_id and c.key = m.send_key and c.address_hash = $2
   where m.lead_id = $1 and m.act = 'bounced' and m.bounce = 'soft' and m.at >= $3
     and m.at > coalesce((
       select max(alive.at) from message_events alive
       join claims a on a.lead_id = alive.lead_id and a.key = alive.send_key and a.address_hash = $2
       where alive.lead_id = $1 and alive.act in ('opened', 'clicked', 'replied') and not alive.machine), 0)`,
);
