import type { PastSend } from '../../engine/types.js';
import { sameContentMs } from '../../engine/gate/same-content.js';
import { statement } from '../../store/database.js';
import type { Transaction } from '../../store/transaction.js';

/**
 * What other leads with the same address are told, or were within a day: marketing alone, each by what
 * it came to. To be asked with the lead's lock held.
 *
 * The address is locked until the transaction ends: of two leads whose messages leave at this moment
 * the second sees the first. Nobody who holds that lock waits for any other.
 */
export function sendsToSameAddress(
  tx: Transaction,
  { leadId, addressHash, now }: { readonly leadId: number; readonly addressHash: string; readonly now: number },
): Promise<readonly PastSend[]> {
  tx.send(lockAddress, [addressHash]);
  return tx.query(sameAddress, [leadId, addressHash, now - sameContentMs]);
}

const lockAddress = statement<Record<string, never>>('lock-address', 'select pg_advisory_xact_lock(hashtextextended($1, 0))');

const sameAddress = statement<{
  key: string;
  campaign: string;
  step: string;
  class: 'marketing';
  state: PastSend['state'];
  at: number;
  rendered: string;
}>(
  'sends-to-same-address',
  `select key, campaign, step, class, state, coalesce(settled_at, claimed_at) as at, rendered_hash as rendered
   from claims
   where address_hash = $2 and rendered_hash is not null and class = 'marketing' and lead_id <> $1
     and (state in ('claimed', 'under_way') or (state in ('sent', 'unknown') and settled_at > $3))`,
);
