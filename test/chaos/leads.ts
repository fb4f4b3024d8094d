import type { Unsure } from './campaigns.js';
import { drawn, shuffled } from './chance.js';

export interface Lead {
  readonly user: string;
  readonly address: string;
  readonly unsure: Unsure;
  /** Is sent two mails more, in competition with the five. */
  readonly buys: boolean;
  /** Leaves the five mails where it is. */
  readonly cancels: boolean;
}

/** Half of them of each kind; every third buys, every fifteenth cancels. */
export function castOf(count: number): readonly Lead[] {
  return Array.from({ length: count }, (_, index) => {
    const user = `lead-${index}`;
    return {
      user,
      address: `${user}@loopback.example`,
      unsure: index % 2 === 0 ? 'skip' : 'repeat',
      buys: index % 3 === 0,
      cancels: index % 15 === 7,
    };
  });
}

/** One call of the ingest API, as the application makes it; ms from the beginning. */
export interface Post {
  readonly atMs: number;
  readonly batch: readonly object[];
  /** Only once this one was answered: nobody buys who is not known. */
  readonly behind?: Post;
}

/** Most of what comes after the beginning comes while things break. */
const furtherOver = 3;
/** How many sign up in one call. */
const together = 10;

/**
 * Who says what when. Of what is said much is said twice, and what is said late may have
 * happened before what was said early.
 */
export function postsOf(leads: readonly Lead[], seed: number, spreadMs: number): readonly Post[] {
  const posts: Post[] = [];
  const groups = Math.ceil(leads.length / together);
  for (let group = 0; group < groups; group += 1) {
    const those = leads.slice(group * together, (group + 1) * together);
    const atMs = (spreadMs * group) / groups;
    const signUp: Post = { atMs, batch: [...those.map(identify), ...shuffled(those, seed, 'order', group).map(signedUp)] };
    posts.push(signUp);
    const further = those.flatMap((lead) => [
      { lead, share: 1, item: track(lead, 'page_viewed', {}, -60_000) },
      ...(lead.buys ? [{ lead, share: 1.2, item: track(lead, 'purchased', { campaign: `thanks-${lead.unsure}` }, -5_000) }] : []),
      ...(lead.cancels ? [{ lead, share: 1.2, item: track(lead, 'cancelled', {}, 0) }] : []),
    ]);
    for (const { lead, share, item } of further) {
      const chance = drawn(seed, 'moment', lead.user, item.event);
      posts.push({ atMs: atMs + 500 + chance * share * furtherOver * spreadMs, batch: [item], behind: signUp });
    }
  }
  const again = posts
    .filter(({ atMs }) => drawn(seed, 'again', atMs) < 0.4)
    .map((post) => ({ ...post, atMs: post.atMs + 4_000 * drawn(seed, 'later', post.atMs) }));
  return [...posts, ...again];
}

function identify(lead: Lead): object {
  const traits = { email: lead.address, first_name: 'Ada' };
  return { type: 'identify', userId: lead.user, messageId: `${lead.user}/identify`, traits };
}

function signedUp(lead: Lead): object {
  return track(lead, 'signed_up', { campaign: `five-${lead.unsure}` }, 0);
}

/** `sinceMs`: how long ago it happened, from now on; negative is the past. */
function track(lead: Lead, event: string, properties: Readonly<Record<string, unknown>>, sinceMs: number) {
  const timestamp = new Date(Date.now() + sinceMs).toISOString();
  return { type: 'track', userId: lead.user, messageId: `${lead.user}/${event}`, event, properties, timestamp };
}
