import { ApplicationFailure } from '@temporalio/common';
import { unreachable } from '../../compiler/plan/ir.js';
import type { Channel, Outcome, OutgoingMail } from '../channels/channel.js';
import { TryLater } from '../channels/channel.js';
import { insist } from './insist.js';
import { renderedHash } from './rendered-hash.js';

/** What the store says of a claim at the moment of the hand-over. */
export type Confirmed =
  | { readonly kind: 'ready'; readonly attempt: string; readonly channel: string; readonly mail: OutgoingMail }
  /** An earlier attempt came to the point of no return and was not settled. */
  | { readonly kind: 'under_way'; readonly attempt: string; readonly channel: string; readonly messageId: string }
  | { readonly kind: 'settled' }
  | { readonly kind: 'withdrawn' };

/** The claims of the store, as far as a hand-over needs them. */
export interface Claims {
  confirm(sendKey: string, epoch: number): Promise<Confirmed>;
  /**
   * Marks the point of no return, with the SHA-256 of what is being said.
   *
   * @throws when the attempt is no longer the current one
   */
  underWay(attempt: string, renderedHash: string): Promise<void>;
  settle(attempt: string, outcome: Outcome): Promise<void>;
  /** Nothing can have been accepted: the claim may be tried again. `note`: what the timeline says, once a claim. */
  release(attempt: string, note?: string): Promise<void>;
}

/**
 * Hands over one claimed message; what comes next is `advance`'s to say.
 *
 * `confirm` asks the gate again and takes an attempt token in one transaction. The channel calls
 * `underWay` just before the point of no return (for SMTP the final dot), so a retry that finds
 * the claim under way cannot know whether the message left (RFC 1047), and any other retry can.
 *
 * @throws when store or provider are out of reach before that point; retrying is safe
 */
export function createDeliver(
  claims: Claims,
  channelOf: (name: string) => Channel,
): (sendKey: string, epoch: number) => Promise<void> {
  return async (sendKey, epoch) => {
    const claim = await claims.confirm(sendKey, epoch);
    switch (claim.kind) {
      case 'ready':
        return handOver(claims, channelOf(claim.channel), claim.attempt, claim.mail);
      case 'under_way':
        // Not known there either: `settle` goes by the author's `unsure`.
        return claims.settle(claim.attempt, await channelOf(claim.channel).lookUp(claim.messageId));
      case 'settled':
      case 'withdrawn':
        return;
      default:
        return unreachable(claim);
    }
  };
}

/** A shorter wait is none that a person would ask about. */
const worthAWordMs = 1_000;

/** How long a store may be away before what a mail server said is given up; ends before the next attempt begins. */
const storeAwayMs = 8_000;

async function handOver(claims: Claims, channel: Channel, attempt: string, mail: OutgoingMail): Promise<void> {
  const hash = renderedHash(mail);
  let outcome: Outcome;
  try {
    outcome = await channel.deliver(mail, () => claims.underWay(attempt, hash));
  } catch (error) {
    await insist(() => claims.release(attempt, error instanceof TryLater && error.afterMs >= worthAWordMs ? error.note : undefined), storeAwayMs);
    if (!(error instanceof TryLater)) throw error;
    throw ApplicationFailure.create({ message: error.message, type: error.name, nextRetryDelay: Math.max(1, error.afterMs) });
  }
  // Where nobody knows, the next attempt finds out no less.
  if (outcome.kind === 'unknown') return claims.settle(attempt, outcome);
  return insist(() => claims.settle(attempt, outcome), storeAwayMs);
}
