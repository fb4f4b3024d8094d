import { Resolver } from 'node:dns/promises';

/** What the DNS says of the texts under a name; `unknown`: nobody could be asked. */
export type TextAnswer = { readonly kind: 'texts'; readonly texts: readonly string[] } | { readonly kind: 'unknown' };

/** The little of the DNS that is asked. */
export interface Dns {
  /** Every TXT record of the name, each in one piece; none where there is no such name. */
  texts(name: string): Promise<TextAnswer>;
}

/** How long one question may take; ms. */
const limitMs = 3_000;

/** Asks the servers of this machine. */
export function systemDns(): Dns {
  const resolver = new Resolver({ timeout: limitMs, tries: 1 });
  return {
    async texts(name) {
      const limit = new Promise<TextAnswer>((resolve) => {
        setTimeout(() => resolve({ kind: 'unknown' }), limitMs).unref();
      });
      return Promise.race([ask(resolver, name), limit]);
    },
  };
}

async function ask(resolver: Resolver, name: string): Promise<TextAnswer> {
  try {
    return { kind: 'texts', texts: (await resolver.resolveTxt(name)).map((parts) => parts.join('')) };
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    return code === 'ENOTFOUND' || code === 'ENODATA' ? { kind: 'texts', texts: [] } : { kind: 'unknown' };
  }
}
