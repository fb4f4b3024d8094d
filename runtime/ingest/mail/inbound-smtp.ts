import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Clock } from '../../clock.js';
import { readMail } from '../../mail-events/read-mail.js';
import type { InboundMail } from './inbound-mail.js';
import { mostMailBytes } from './inbound-mail.js';

export interface InboundSmtp {
  readonly port: number;
  stop(): Promise<void>;
}

/** Enough for any mail server that hands over its bounces; strangers cannot keep more open. */
const mostConnections = 50;

/**
 * Takes bounces, complaints and answers by SMTP, from the mail server in front: it delivers nothing,
 * forwards nothing and keeps no mail. A mail is acknowledged once what it says is stored; when the
 * store is out of reach the server in front is told to come again (451).
 */
export async function startInboundSmtp(
  where: { readonly host: string; readonly port: number },
  { clock, take, onError }: InboundMail & { readonly clock: Clock; readonly onError: (error: unknown) => void },
): Promise<InboundSmtp> {
  async function receive(stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<Error | undefined> {
    try {
      const raw = await readWhole(stream);
      if (raw === undefined) return told(552, 'the message is too large');
      const { mailFrom, rcptTo } = envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      const { events } = await readMail(raw, { to: rcptTo.map(({ address }) => address), from, receivedAt: clock.now() });
      if (events.length > 0) await take(events);
      return undefined;
    } catch (error) {
      onError(error);
      return told(451, 'try again later');
    }
  }

  const server = new SMTPServer({
    name: 'perennial',
    size: mostMailBytes,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    maxClients: mostConnections,
    closeTimeout: 500,
    onData(stream, session, done) {
      const answer = async (): Promise<void> => done(await receive(stream, session));
      void answer();
    },
  });
  // Clients that vanish are none of our business.
  server.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(where.port, where.host, () => {
      server.server.removeListener('error', reject);
      resolve();
    });
  });
  return {
    port: portOf(server.server.address()),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Undefined when it is too large; what comes beyond the limit is read and dropped. */
async function readWhole(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  let chunks: Buffer[] = [];
  for await (const chunk of stream) {
    if (stream.sizeExceeded) chunks = [];
    else if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  }
  return stream.sizeExceeded ? undefined : Buffer.concat(chunks);
}

function told(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the inbound mail server has no port');
  return address.port;
}
