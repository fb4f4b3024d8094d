import { domainOf } from '../../../compiler/plan/ir.js';
import type { PacePlan } from '../../../compiler/plan/ir.js';
import type { Channel, OutgoingMail, Outcome } from '../channel.js';
import { TryLater } from '../channel.js';
import { DomainDeferred } from './deferred.js';
import type { SharedRests } from './resting-domains.js';
import { createRestingDomains } from './resting-domains.js';
import type { Slots } from './slots.js';
import { createSlots } from './slots.js';

/** What workers share about the mailboxes of one domain. */
export interface SharedLanes extends SharedRests {
  /** @returns ms until the message's turn; 0: now */
  turn(key: string, domain: string, everyMs: number): Promise<number>;
  pass(domain: string, everyMs: number): Promise<void>;
}

export interface Pacing {
  readonly lanes: SharedLanes;
  /** Of a domain in small letters; undefined: as fast as it goes. */
  paceTo(domain: string): Omit<PacePlan, 'to'> | undefined;
  /** Ms on any clock that only goes forward: what is waited for is the world outside. */
  readonly now?: () => number;
}

/** Messages of this process that wait here for a slot; more would keep others' from being asked about. */
const mostWaiting = 20;
/** How long one waits here before it is sent back to wait; ms. */
const longestWaitMs = 4_000;
/** How far apart those come who waited for a domain to take mail again; ms. */
const returnEveryMs = 50;

/**
 * The channel at the pace of each recipient's domain: a rate over all workers, and so many at once
 * in this one. A domain that says "not now" rests, and is then asked with one message before the
 * others follow; other domains hear nothing of it. What has to wait is sent back with a moment at
 * which to come again, so that no message stands in the way of another domain's.
 *
 * What a person asked for (mail without a way to unsubscribe) goes before the marketing that waits.
 */
export function withPace(channel: Channel, { lanes, paceTo, now = () => performance.now() }: Pacing): Channel {
  const domains = createRestingDomains(lanes, now);
  const places = new Map<string, Place>();
  // When the next who waits for a rest to end comes again: one after the other, never all at once.
  const returns = new Map<string, number>();
  const waiting = { count: 0 };

  async function turnOf(mail: OutgoingMail, domain: string, perMinute: number): Promise<void> {
    const everyMs = Math.max(1, Math.round(60_000 / perMinute));
    if (mail.unsubscribeUrl === undefined) return lanes.pass(domain, everyMs);
    const waitMs = await lanes.turn(mail.messageId, domain, everyMs);
    if (waitMs > 0) throw later(waitMs, `Waiting for ${domain}: at most ${perMinute} mails a minute go there.`);
  }

  return {
    deadlineMs: channel.deadlineMs + longestWaitMs,
    async deliver(mail, underWay) {
      const domain = domainOf(mail.to);
      const rest = await domains.of(domain);
      const place = placeFor(places, domain, rest === undefined ? paceTo(domain)?.atOnce : 1);
      if (rest !== undefined && (rest.restMs > 0 || place.busy > 0)) {
        const again = Math.max(returns.get(domain) ?? 0, now() + rest.restMs + 200) + returnEveryMs;
        returns.set(domain, again);
        throw later(again - now(), `Waiting for ${domain}: its mail server asked to come later.`);
      }
      const perMinute = paceTo(domain)?.perMinute;
      if (perMinute !== undefined) await turnOf(mail, domain, perMinute);
      await takePlace(place, waiting, domain);
      const began = now();
      try {
        const outcome = await channel.deliver(mail, underWay);
        // It was accepted, whether or not the store hears that the domain is well again.
        await domains.took(domain).catch(() => undefined);
        returns.delete(domain);
        return outcome;
      } catch (error) {
        if (error instanceof DomainDeferred) await domains.deferred(domain).catch(() => undefined);
        throw error;
      } finally {
        leavePlace(places, domain, place, now() - began);
      }
    },
    lookUp: (messageId): Promise<Outcome> => channel.lookUp(messageId),
    close: () => channel.close(),
  };
}

/** What goes to one domain from this process at the moment. */
interface Place {
  readonly atOnce: number;
  readonly slots: Slots | undefined;
  /** Who is on the way there, or waits here for a slot. */
  busy: number;
  /** How long a hand-over takes there, smoothed; ms. */
  takesMs: number;
  /** When the next who is sent back may come, so that they do not all come at once. */
  nextAt: number;
}

function placeFor(places: Map<string, Place>, domain: string, atOnce = Number.POSITIVE_INFINITY): Place {
  const known = places.get(domain);
  // One that rests has one slot; who is on the way there finishes in the old place.
  if (known !== undefined && (known.busy > 0 || known.atOnce === atOnce)) return known;
  const slots = Number.isFinite(atOnce) ? createSlots(atOnce) : undefined;
  const place: Place = { atOnce, slots, busy: 0, takesMs: known?.takesMs ?? 200, nextAt: 0 };
  places.set(domain, place);
  return place;
}

async function takePlace(place: Place, waiting: { count: number }, domain: string): Promise<void> {
  const { slots, atOnce } = place;
  if (slots === undefined || place.busy < atOnce) {
    place.busy += 1;
    await slots?.take(never);
    return;
  }
  const full = (): TryLater => {
    const now = performance.now();
    place.nextAt = Math.max(place.nextAt, now) + place.takesMs / atOnce;
    return later(place.nextAt - now + 500, `Waiting for ${domain}: at most ${atOnce} mails go there at once.`);
  };
  if (waiting.count >= mostWaiting) throw full();
  waiting.count += 1;
  place.busy += 1;
  try {
    await slots.take(AbortSignal.timeout(longestWaitMs));
  } catch {
    place.busy -= 1;
    throw full();
  } finally {
    waiting.count -= 1;
  }
}

function leavePlace(places: Map<string, Place>, domain: string, place: Place, tookMs: number): void {
  place.busy -= 1;
  place.takesMs = 0.8 * place.takesMs + 0.2 * tookMs;
  place.slots?.free();
  // As many domains as there are firms: what nobody uses is not kept.
  if (place.busy === 0 && places.get(domain) === place) places.delete(domain);
}

/** For slots of which one is known to be free. */
const never = new AbortController().signal;

function later(waitMs: number, words: string): TryLater {
  // The message stands in histories that cannot be erased, so it names nobody's domain.
  return new TryLater('the domain has no turn for it yet', Math.ceil(waitMs), words);
}
