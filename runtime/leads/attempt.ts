import { randomUUID } from 'node:crypto';

/** One try at one claim: whoever holds another token has no say any more. */
export interface Attempt {
  readonly leadId: number;
  readonly key: string;
  readonly token: string;
  /** Of the address that is written to; empty where it is not known. */
  readonly addressHash: string;
}

export function newAttempt(): string {
  return randomUUID();
}

/** One opaque word, to be carried from `confirm` to `settle`. */
export function attemptToken({ leadId, key, token, addressHash }: Attempt): string {
  return [leadId, key, token, addressHash].join('.');
}

/** @throws when it is not one of ours */
export function readAttempt(word: string): Attempt {
  const [leadId, key, token, addressHash] = word.split('.');
  if (leadId === undefined || key === undefined || token === undefined || addressHash === undefined) {
    throw new Error('not an attempt token');
  }
  return { leadId: Number(leadId), key, token, addressHash };
}
