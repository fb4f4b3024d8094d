import { statement } from '../../store/database.js';
import type { Transaction } from '../../store/transaction.js';

/** News about the lead: whoever is about to hand over one of its messages has to ask once more. */
export function forgetAttempts(tx: Transaction, leadId: number): void {
  tx.send(forget, [leadId]);
}

const forget = statement<Record<string, never>>(
  'forget-attempts',
  "update claims set attempt = null where lead_id = $1 and state = 'claimed' and attempt is not null",
);
