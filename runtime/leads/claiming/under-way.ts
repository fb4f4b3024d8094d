import { statement } from '../../store/database.js';
import type { Transaction } from '../../store/transaction.js';
import { lookAbsorbed } from '../advance-enrolment.js';
import { readAttempt } from '../attempt.js';
import type { EnrolmentRefRow, EnrolmentRefs } from '../enrolment-refs.js';
import type { LeadDesk } from '../lead-lock.js';
import { askAgain, claimOf } from './confirm.js';

/**
 * Marks the point of no return, with the SHA-256 of what is being said.
 *
 * One statement, where nothing came about the lead since `confirm`. Else the gate is asked a last
 * time under the lead's lock: what was accepted by the ingest API before this still stops the message.
 *
 * @throws when the attempt is no longer the current one, or the message may not leave any more
 */
export async function goUnderWay(
  desk: LeadDesk,
  refs: EnrolmentRefs,
  attempt: string,
  renderedHash: string,
): Promise<void> {
  const { leadId, key, token } = readAttempt(attempt);
  const [marked] = await desk.db.query(markUnlessNews, [leadId, key, token, renderedHash]);
  if (marked !== undefined) return;
  const ref = await refs.findBySend(key);
  const mayLeave = ref !== undefined && (await desk.withLead(leadId, (tx) => askOnceMore(tx, desk, ref, key, token, renderedHash)));
  if (!mayLeave) throw new Error('another attempt has taken over, or the message was withdrawn');
}

async function askOnceMore(
  tx: Transaction,
  desk: LeadDesk,
  ref: EnrolmentRefRow,
  key: string,
  token: string,
  renderedHash: string,
): Promise<boolean> {
  const look = await lookAbsorbed(tx, desk, ref);
  const claim = await claimOf(tx, ref.leadId, key);
  if (look === undefined || claim?.state !== 'claimed') return false;
  // Without a token news came in between, and nobody else has taken over.
  if (claim.attempt !== null && claim.attempt !== token) return false;
  const answer = await askAgain(tx, desk, { ref, look, claim });
  if (answer.kind === 'withdrawn') return false;
  tx.send(mark, [ref.leadId, key, token, renderedHash]);
  return true;
}

type None = Record<string, never>;

const markUnlessNews = statement<{ key: string }>(
  'mark-under-way-unless-news',
  `update claims set state = 'under_way', rendered_hash = $4
   where lead_id = $1 and key = $2 and attempt = $3 and state = 'claimed'
     and not exists (select from controls o where o.campaign in (claims.campaign, '*'))
     and not exists (select from lead_inbox i where i.lead_id = $1) returning key`,
);

const mark = statement<None>(
  'mark-under-way',
  `update claims set state = 'under_way', attempt = $3, rendered_hash = $4
   where lead_id = $1 and key = $2 and state = 'claimed'`,
);
