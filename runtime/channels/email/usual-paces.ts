import type { PacePlan } from '../../../compiler/plan/ir.js';

/**
 * What the mailbox providers with the most mailboxes take from one sender without a word, where the
 * workspace says nothing of them. None publishes a number: these are cautious.
 */
const usual: Readonly<Record<string, Omit<PacePlan, 'to'>>> = {
  ...among(['gmail.com', 'googlemail.com'], { perMinute: 600, atOnce: 5 }),
  ...among(['outlook.com', 'hotmail.com', 'live.com', 'msn.com'], { perMinute: 300, atOnce: 5 }),
  ...among(['yahoo.com', 'ymail.com', 'aol.com'], { perMinute: 300, atOnce: 5 }),
  ...among(['icloud.com', 'me.com', 'mac.com'], { perMinute: 300, atOnce: 5 }),
  ...among(['gmx.de', 'gmx.net', 'web.de', 't-online.de'], { perMinute: 300, atOnce: 5 }),
};

/** How fast mail may go to a domain: as the workspace says, else as its provider usually takes it. */
export function paceTo(domain: string, said: readonly PacePlan[] = []): Omit<PacePlan, 'to'> | undefined {
  return said.find(({ to }) => to === domain) ?? (Object.hasOwn(usual, domain) ? usual[domain] : undefined);
}

function among(domains: readonly string[], pace: Omit<PacePlan, 'to'>): Readonly<Record<string, Omit<PacePlan, 'to'>>> {
  return Object.fromEntries(domains.map((domain) => [domain, pace]));
}
