import type { DkimPlan } from './workspace.js';

/** Behind the last `@`, in small letters. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).trim().toLowerCase();
}

/** Whether a domain is that one, or below it; both in small letters. */
export function isWithinDomain(domain: string, other: string): boolean {
  return domain === other || domain.endsWith(`.${other}`);
}

/** The keys that sign mail from a domain: its own, else those of the nearest one above it. */
export function signersOf(domain: string, dkim: readonly DkimPlan[]): readonly DkimPlan[] {
  const above = dkim.filter((key) => isWithinDomain(domain, key.domain));
  const nearest = Math.max(...above.map((key) => key.domain.length));
  return above.filter((key) => key.domain.length === nearest);
}
