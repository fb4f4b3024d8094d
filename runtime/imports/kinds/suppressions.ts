import { createHash } from 'node:crypto';
import { readPast } from '../cell.js';
import type { ImportReader } from './kind.js';

/** One address that nobody writes to again. */
export interface SuppressionRow {
  /** SHA-256 of the lower-cased address, in hex. */
  readonly hash: string;
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
}

export const suppressionsReader: ImportReader<SuppressionRow> = {
  columns: () => [
    { name: 'email', also: ['e-mail', 'address', 'email_address', 'recipient'] },
    { name: 'hash', also: ['address_hash', 'sha256', 'email_sha256'] },
    { name: 'reason', also: ['type', 'cause'] },
    { name: 'at', also: ['time', 'timestamp', 'date', 'created', 'created_at', 'suppressed_at'] },
  ],
  needs: [['email', 'hash']],
  read(cells, { now }) {
    const email = cells.text('email');
    const given = cells.text('hash');
    if (email === undefined && given === undefined) cells.problem('email', 'is empty, and there is no hash');
    if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email)) cells.problem('email', 'is not an e-mail address');
    if (given !== undefined && !/^[0-9a-f]{64}$/i.test(given)) cells.problem('hash', 'must be SHA-256 in hex, of the address in lower case');
    const hash = email === undefined ? given?.toLowerCase() : hashOf(email);
    if (email !== undefined && given !== undefined && given.toLowerCase() !== hash) cells.problem('hash', 'is not the hash of the address beside it');
    const said = cells.text('at');
    const at = said === undefined ? ({ kind: 'value', value: now } as const) : readPast(said, now);
    if (at.kind === 'problem') cells.problem('at', at.message);
    return hash === undefined || at.kind === 'problem' ? undefined : { hash, reason: reasonOf(cells.text('reason')), at: at.value };
  },
};

/** As `addressHash` of the runtime and the database have it. */
function hashOf(address: string): string {
  return createHash('sha256').update(address.toLowerCase()).digest('hex');
}

/** Words of other systems for what has a name here; any other is kept as a name. */
const reasons: Readonly<Record<string, string>> = {
  bounce: 'hard_bounce',
  bounced: 'hard_bounce',
  hardbounce: 'hard_bounce',
  complaint: 'complaint',
  complained: 'complaint',
  spam: 'complaint',
  spamreport: 'complaint',
};

function reasonOf(said: string | undefined): string {
  const name = (said ?? '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '').slice(0, 40);
  return reasons[name.replaceAll('_', '')] ?? (name === '' ? 'imported' : name);
}
