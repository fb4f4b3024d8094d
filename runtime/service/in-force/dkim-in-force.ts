import { domainOf, signersOf } from '../../../compiler/plan/ir.js';
import type { WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { DkimKey } from '../../channels/email/dkim.js';
import { readDkimKey } from '../../channels/email/dkim.js';

/**
 * The keys that sign mail from an address under the workspace in force: those of its own domain,
 * else of the nearest one above it. None: the mail server signs, or nobody.
 *
 * @throws when a key is not set or cannot be used; trying again helps once it is
 */
export function dkimInForce(workspace: () => WorkspacePlan | undefined, secretOf: (name: string) => string | undefined): (from: string) => readonly DkimKey[] {
  // By what the secret holds, so that a new one needs no new start where it can change.
  const read = new Map<string, string>();
  return (from) =>
    signersOf(domainOf(from), workspace()?.dkim ?? []).map(({ domain, selector, secret }) => {
      const value = secretOf(secret);
      if (value === undefined || value === '') throw new Error(`the secret "${secret}" of the DKIM key of ${domain} is not set`);
      const known = read.get(value) ?? usable(value, secret);
      read.set(value, known);
      return { domain, selector, privateKey: known };
    });
}

function usable(value: string, name: string): string {
  try {
    return readDkimKey(value);
  } catch (error) {
    throw new Error(`the secret "${name}" cannot sign: ${error instanceof Error ? error.message : 'it is no key'}`);
  }
}
