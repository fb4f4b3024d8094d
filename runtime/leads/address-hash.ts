import { createHash } from 'node:crypto';

/** The key of a suppression: SHA-256 of the lower-cased address, in hex. */
export function addressHash(address: string): string {
  return createHash('sha256').update(address.trim().toLowerCase()).digest('hex');
}
