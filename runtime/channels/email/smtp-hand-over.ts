import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { heldContent } from './held-content.js';

export interface Letter {
  readonly from: string;
  readonly to: string;
  readonly content: Buffer;
}

export type HandOver =
  | { readonly kind: 'accepted'; readonly response: string }
  | {
      readonly kind: 'failed';
      readonly error: unknown;
      /** How far it came: before DATA was answered, while the end was held, or after the final dot. */
      readonly reached: Reached;
    };

export type Reached = 'envelope' | 'content' | 'dot';

/**
 * Sends one message over an open connection. `underWay` is awaited after the server took DATA and
 * the content was written, and before the final dot.
 *
 * Never rejects. After a failure the connection is closed, so a dot held back can no longer leave.
 */
export function handOver(
  connection: SMTPConnection,
  letter: Letter,
  underWay: () => Promise<void>,
  signal: AbortSignal,
): Promise<HandOver> {
  return new Promise((resolve) => {
    let reached: Reached = 'envelope';
    const fail = (error: unknown): void => {
      signal.removeEventListener('abort', cut);
      source.destroy();
      connection.close();
      resolve({ kind: 'failed', error, reached });
    };
    const cut = (): void => fail(signal.reason);
    const source = heldContent(
      letter.content,
      async () => {
        reached = 'content';
        await underWay();
      },
      () => {
        reached = 'dot';
      },
    );
    // The client listens only once the envelope stands.
    source.on('error', fail);
    if (signal.aborted) {
      cut();
      return;
    }
    signal.addEventListener('abort', cut, { once: true });
    connection.send({ from: letter.from, to: [letter.to] }, source, (error, info) => {
      if (error !== null) {
        fail(error);
        return;
      }
      if (reached !== 'dot') {
        // A server that says yes before it saw the end has lost count; nothing can have been accepted.
        fail(new Error('the mail server answered before the end of the message'));
        return;
      }
      signal.removeEventListener('abort', cut);
      resolve({ kind: 'accepted', response: info.response });
    });
  });
}
