import type { Wording } from '../../engine/choice/variants.js';
import { statement } from '../../store/database.js';
import type { Transaction } from '../../store/transaction.js';

/** Writes down in which words a message leaves; of one that has no choice nothing is written. */
export function noteWording(tx: Transaction, leadId: number, key: string, { variant, locale, generic }: Omit<Wording, 'content'>): void {
  if (variant === undefined && locale === undefined && !generic) return;
  tx.send(note, [leadId, key, variant ?? null, locale ?? null, generic]);
}

const note = statement<Record<string, never>>(
  'note-wording',
  'update claims set variant = $3, locale = $4, generic = $5 where lead_id = $1 and key = $2',
);
