import type { Outcome } from '../channels/channel.js';
import { readAttempt } from './attempt.js';
import type { Confirmed, HashRendered } from './claiming/confirm.js';
import { confirm } from './claiming/confirm.js';
import { release, settle } from './claiming/settle.js';
import { goUnderWay } from './claiming/under-way.js';
import type { EnrolmentRefs } from './enrolment-refs.js';
import { lookAtSent } from './facts/look-at-sent.js';
import { withPresentRef } from './identity/merged-lead.js';
import type { LeadDesk } from './lead-lock.js';

export interface Claims {
  /**
   * Asks the gate again and takes an attempt token, in one transaction under the lead's lock. A
   * message that may not leave now is withdrawn; where the lead goes on is `advance`'s to say.
   *
   * `hashRendered` is called within: marketing with the words of another message to the same
   * address within a day is withdrawn, too.
   */
  confirm(sendKey: string, epoch: number, hashRendered?: HashRendered): Promise<Confirmed>;
  /**
   * Marks the point of no return, with the SHA-256 of what is being said.
   *
   * @throws when the attempt is no longer the current one, or news stop the message after all
   */
  underWay(attempt: string, renderedHash: string): Promise<void>;
  /**
   * Writes down what the other side said, once: a settled claim only ever goes from `unknown` to
   * `sent`. Where nobody can know, `unsure: repeat` opens the claim again, under the same
   * Message-ID; the fifth time it is `unknown` all the same.
   */
  settle(attempt: string, outcome: Outcome): Promise<void>;
  /** Nothing can have been accepted: the claim may be tried again. `note`: what the timeline says of the wait, once a claim. */
  release(attempt: string, note?: string): Promise<void>;
}

export function createClaims({ desk, refs }: { readonly desk: LeadDesk; readonly refs: EnrolmentRefs }): Claims {
  const lookAtWaiting = (sendKey: string): Promise<void | undefined> =>
    withPresentRef(
      refs,
      () => refs.findBySend(sendKey),
      ({ id, leadId, campaign }) => lookAtSent(desk, { leadId, enrolmentId: id, campaign }),
    );
  return {
    async confirm(sendKey, epoch, hashRendered) {
      const asked = { key: sendKey, epoch, ...(hashRendered === undefined ? {} : { hashRendered }) };
      const confirmed = await withPresentRef(
        refs,
        () => refs.findBySend(sendKey),
        (ref) => desk.withLead(ref.leadId, (tx) => confirm(tx, desk, ref, asked)),
      );
      // Whoever settled it may have ended before it could say so.
      if (confirmed?.kind === 'settled') await lookAtWaiting(sendKey);
      return confirmed ?? { kind: 'withdrawn' };
    },
    underWay: (attempt, renderedHash) => goUnderWay(desk, refs, attempt, renderedHash),
    async settle(attempt, outcome) {
      await settle(desk, attempt, outcome);
      if (outcome.kind !== 'refused') await lookAtWaiting(readAttempt(attempt).key);
    },
    release: (attempt, note) => release(desk, attempt, note),
  };
}
