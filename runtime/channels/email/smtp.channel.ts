import type { Channel, OutgoingMail, Outcome } from '../channel.js';
import { bounceAddress } from '../../mail-events/send-key.js';
import { composeMessage } from './compose-message.js';
import { DomainDeferred } from './deferred.js';
import type { DkimKey } from './dkim.js';
import { signed } from './dkim.js';
import { handOver } from './smtp-hand-over.js';
import type { HandOver } from './smtp-hand-over.js';
import { createSmtpPool } from './smtp-pool.js';
import type { SmtpServerAddress } from './smtp-pool.js';
import { isOfDomain, outcomeOfFailure, withoutAddress } from './smtp-reply.js';
import type { SmtpFailure } from './smtp-reply.js';

export interface SmtpSettings extends SmtpServerAddress {
  /** `deliver` ends within this many ms; must lie below the activity's `startToCloseTimeout`. */
  readonly deadlineMs: number;
  /** Connections kept open at most; 5 unless told. */
  readonly connections?: number;
  /** Bounces come to this mailbox, each to a `+` address of its message; absent: to the sender. */
  readonly bounceMailbox?: string;
  /** The keys that sign mail from an address; absent: nothing is signed here. Throws when one cannot be used. */
  readonly dkimKeys?: (from: string) => readonly DkimKey[];
}

/** E-mail over SMTP. SMTP cannot be asked about a message later, so `lookUp` never knows. */
export function createSmtpChannel(settings: SmtpSettings): Channel {
  const { deadlineMs, connections = 5, bounceMailbox, dkimKeys = () => [] } = settings;
  const pool = createSmtpPool(settings, connections, Math.max(deadlineMs, 30_000));
  // Room for the rest of `deliver` below the promised deadline.
  const cutMs = Math.floor(deadlineMs * 0.9);

  const { pass = '' } = settings.auth ?? {};
  // Of a login that was refused some servers quote all they were told.
  const withoutPassword = (words: string): string => (pass === '' ? words : words.replaceAll(pass, '<password>'));

  async function send(mail: OutgoingMail, underWay: () => Promise<void>, signal: AbortSignal): Promise<Outcome> {
    const from = bounceMailbox === undefined ? mail.from.address : bounceAddress(bounceMailbox, mail.messageId);
    const content = await signed(composeMessage(mail), dkimKeys(mail.from.address));
    const letter = { from, to: mail.to, content };
    for (;;) {
      const lease = await pool.lease(signal);
      const result = await handOver(lease.connection, letter, underWay, signal);
      if (result.kind === 'accepted') {
        lease.giveBack();
        return { kind: 'sent', response: withoutAddress(result.response, mail.to) };
      }
      lease.discard();
      const failure = failureOf(result, mail.to);
      // A connection that died while it rested says nothing about the server: take the next one.
      if (!lease.fresh && result.reached === 'envelope' && isLost(failure) && !signal.aborted) continue;
      const outcome = outcomeOfFailure(failure);
      if (outcome !== undefined) return outcome;
      if (isOfDomain(failure)) throw new DomainDeferred(failure.response);
      throw result.error;
    }
  }

  return {
    deadlineMs,
    async deliver(mail, underWay) {
      if (!isWritable(mail.to)) {
        return { kind: 'refused', response: 'the address is malformed', suppress: 'malformed' };
      }
      let refusal: { readonly reason: unknown } | undefined;
      const gate = async (): Promise<void> => {
        try {
          await underWay();
        } catch (reason) {
          refusal = { reason };
          throw reason;
        }
      };
      const cut = new AbortController();
      const timer = setTimeout(() => cut.abort(new Error('the mail server took too long')), cutMs);
      try {
        return await send(mail, gate, cut.signal);
      } catch (error) {
        if (refusal !== undefined) throw refusal.reason;
        // Failures end up in histories that cannot be erased.
        const words = `nothing was handed over: ${withoutPassword(withoutAddress(wordsOf(error), mail.to))}`;
        throw error instanceof DomainDeferred ? new DomainDeferred(words) : new Error(words);
      } finally {
        clearTimeout(timer);
      }
    },
    async lookUp() {
      return { kind: 'unknown', response: 'SMTP cannot be asked about a message' };
    },
    async close() {
      await pool.close();
    },
  };
}

/** Neither blank nor bracket nor line end: what cannot stand in an SMTP command cannot be written to. */
function isWritable(address: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are the point
  return /^[^\s<>@\u0000-\u001f]+@[^\s<>@\u0000-\u001f]+$/.test(address);
}

function failureOf(result: Extract<HandOver, { kind: 'failed' }>, address: string): SmtpFailure {
  const { error, reached } = result;
  const code = propertyOf(error, 'responseCode');
  const command = propertyOf(error, 'command');
  const response = propertyOf(error, 'response');
  return {
    afterDot: reached === 'dot',
    ...(typeof code === 'number' ? { code } : {}),
    ...(typeof command === 'string' ? { command } : {}),
    response: withoutAddress(typeof response === 'string' ? response : wordsOf(error), address),
  };
}

function isLost(failure: SmtpFailure): boolean {
  return failure.code === undefined || failure.code === 421;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : 'the connection failed';
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
