import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { isPrivateAddress } from './private-address.js';

/** One POST to somebody else's server. */
export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Servers of one's own network too, and without TLS. */
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
  readonly lookup?: LookupFunction;
}

export type Answered =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter?: string }
  /** Nobody can have taken it. */
  | { readonly kind: 'failed'; readonly error: unknown }
  /** It left, and no answer came. */
  | { readonly kind: 'lost'; readonly error: unknown };

/** Answers are not read; a longer one is cut off. */
const mostAnswerBytes = 64 * 1_024;

/**
 * Connects, awaits `underWay`, and only then sends. Follows no redirect: where a message goes is
 * what the file says, not what a server answers. Never throws.
 */
export async function handOver(post: Post, underWay: () => Promise<void>): Promise<Answered> {
  const { url, allowPrivate } = post;
  const secure = url.protocol === 'https:';
  if (!secure && !(allowPrivate && url.protocol === 'http:')) return failed('the address has to begin with https://');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) return failed('the address is of a private network');
  return new Promise((resolve) => {
    let sent = false;
    const request: ClientRequest = (secure ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      headers: { ...post.headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(post.body) },
      lookup: guarded(post.lookup ?? systemLookup, allowPrivate),
      signal: post.signal,
      // One that the other side is about to close would lose the message.
      agent: false,
    });
    const give = (error: unknown): void => {
      resolve(sent ? { kind: 'lost', error } : { kind: 'failed', error });
      request.destroy();
    };
    request.on('error', give);
    request.on('response', (answer) => {
      drain(answer);
      const { 'retry-after': retryAfter } = answer.headers;
      resolve({ kind: 'answered', status: answer.statusCode ?? 0, ...(retryAfter === undefined ? {} : { retryAfter }) });
    });
    request.on('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        underWay().then(() => {
          if (request.destroyed) return;
          sent = true;
          request.end(post.body);
        }, give);
      });
    });
    // Its head leaves with the body.
  });
}

function failed(words: string): Answered {
  return { kind: 'failed', error: new Error(words) };
}

/** Looks at the very address that is connected to: a name may mean another one a moment later. */
function guarded(lookup: LookupFunction, allowPrivate: boolean): LookupFunction {
  return (host, options, callback) =>
    lookup(host, options, (error, address, family) => {
      const found: readonly LookupAddress[] = typeof address === 'string' ? [{ address, family: family ?? 4 }] : (address ?? []);
      if (error === null && !allowPrivate && found.some((one) => isPrivateAddress(one.address))) {
        callback(new Error('the address is of a private network'), '', 0);
      } else callback(error, address, family);
    });
}

function drain(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostAnswerBytes) answer.destroy();
  });
  answer.on('error', () => undefined);
}
