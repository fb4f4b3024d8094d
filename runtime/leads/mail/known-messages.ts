import type { Plan } from '../../../compiler/plan/ir.js';
import { messageOf } from '../../engine/choice/playlist.js';
import type { ClaimState } from '../../engine/types.js';
import { statement } from '../../store/database.js';
import type { LeadDesk } from '../lead-lock.js';

/** One of our messages, as whoever hears of it later needs it. */
export interface KnownMessage {
  readonly leadId: number;
  readonly userId: string;
  readonly campaign: string;
  readonly step: string;
  readonly template?: string;
  readonly topic?: string;
  readonly state: ClaimState;
  /** SHA-256 of the address it went to. */
  readonly addressHash: string | null;
}

/** By send key; keys that are not ours, or whose person was erased, are left out. */
export async function knownMessages(desk: LeadDesk, keys: readonly string[]): Promise<ReadonlyMap<string, KnownMessage>> {
  const rows = await desk.db.query(readMessages, [keys]);
  const known = new Map<string, KnownMessage>();
  for (const { key, planHash, item, ...row } of rows) {
    known.set(key, { ...row, ...kindOf(await desk.releases.plan(desk.db, planHash), row.step, item) });
  }
  return known;
}

function kindOf(plan: Plan, step: string, item: string | null): Pick<KnownMessage, 'template' | 'topic'> {
  // Whoever was moved to another plan since stands in one that may not have the step.
  if (!plan.steps.some(({ id, kind }) => id === step && (kind === 'send' || (kind === 'repeat' && item !== null)))) return {};
  const { template, email } = messageOf(plan, step, item);
  return { template, ...(email.topic === undefined ? {} : { topic: email.topic }) };
}

const readMessages = statement<{
  key: string;
  leadId: number;
  userId: string;
  campaign: string;
  step: string;
  item: string | null;
  state: ClaimState;
  addressHash: string | null;
  planHash: string;
}>(
  'known-messages',
  `select c.key, c.lead_id as "leadId", l.user_id as "userId", c.campaign, c.step, c.item, c.state,
     c.address_hash as "addressHash", e.plan_hash as "planHash"
   from claims c join leads l on l.id = c.lead_id join enrolments e on e.id = c.enrolment_id
   where c.key = any($1::text[]) and l.user_id not like 'erased:%'`,
);
