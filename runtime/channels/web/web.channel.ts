import type { LookupFunction } from 'node:net';
import type { Channel, Outcome, OutgoingMail } from '../channel.js';
import { TryLater } from '../channel.js';
import { handOver } from './hand-over.js';
import { readAnswer } from './read-answer.js';
import { signedHeaders } from './signature.js';

/** Where messages are posted to, and in whose name. */
export interface WebSettings {
  readonly url: string;
  /** What signatures are made with; absent: the address itself is the secret. */
  readonly secret?: string;
  /** Servers of one's own network too, and without TLS. */
  readonly allowPrivate?: boolean;
  /** `deliver` ends within this many ms. */
  readonly deadlineMs: number;
  readonly now?: () => number;
  readonly lookup?: LookupFunction;
}

/** What is posted for a message: plain JSON. */
export type PayloadOf = (mail: OutgoingMail, id: string) => unknown;

/**
 * A channel that is one signed POST. The id of a message is the same for every attempt, as
 * `webhook-id` and `idempotency-key`; who takes a message twice can tell. Servers cannot be asked
 * about a message later, so `lookUp` never knows.
 */
export function createWebChannel(settings: WebSettings, payloadOf: PayloadOf): Channel {
  const { url: address, secret, allowPrivate = false, deadlineMs, now = Date.now, lookup } = settings;
  // Room for the rest of `deliver` below the promised deadline.
  const cutMs = Math.floor(deadlineMs * 0.9);
  const url = URL.canParse(address) ? new URL(address) : undefined;

  async function deliver(mail: OutgoingMail, underWay: () => Promise<void>): Promise<Outcome> {
    if (url === undefined) throw new Error('the address of the channel is not one');
    const id = idOf(mail.messageId);
    const body = JSON.stringify(payloadOf(mail, id));
    const at = now();
    const signed = secret === undefined ? {} : signedHeaders(secret, id, at, body);
    let refusal: { readonly reason: unknown } | undefined;
    const gate = async (): Promise<void> => {
      try {
        await underWay();
      } catch (reason) {
        refusal = { reason };
        throw reason;
      }
    };
    const post = {
      url,
      headers: { 'user-agent': 'perennial', 'idempotency-key': id, ...signed },
      body,
      allowPrivate,
      signal: AbortSignal.timeout(cutMs),
      ...(lookup === undefined ? {} : { lookup }),
    };
    const answered = await handOver(post, gate);
    if (refusal !== undefined) throw refusal.reason;
    switch (answered.kind) {
      case 'answered':
        return readAnswer(answered.status, answered.retryAfter, at);
      case 'lost':
        return { kind: 'unknown', response: 'it left, and no answer came' };
      case 'failed':
        throw new Error(`nothing was handed over: ${wordsOf(answered.error)}`);
    }
  }

  return {
    deadlineMs,
    deliver: (mail, underWay) => withoutRecipient(mail.to, () => deliver(mail, underWay)),
    lookUp: async () => ({ kind: 'unknown', response: 'the receiver cannot be asked about a message' }),
    close: async () => {},
  };
}

/** The send key: what the Message-ID has before its host. */
export function idOf(messageId: string): string {
  return /^<([^@>]+)@?/.exec(messageId)?.[1] ?? messageId;
}

/** Failures end up in histories that cannot be erased. */
async function withoutRecipient<T>(to: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (to === '' || !(error instanceof Error) || error instanceof TryLater || !error.message.includes(to)) throw error;
    throw new Error(error.message.replaceAll(to, '[recipient]'));
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : 'the connection failed';
}
