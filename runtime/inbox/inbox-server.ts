import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { withEnvelope } from './inbox-envelope.js';
import { inboxFileName, parseInboxFileName } from './inbox-file.js';

export interface InboxSettings {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Where messages are kept, one .eml file each; made when it is missing. */
  readonly dir: string;
  /** Epoch ms, for the time of arrival. */
  readonly now?: () => number;
}

export interface Inbox {
  readonly port: number;
  stop(): Promise<void>;
}

/** Larger ones are refused with 552. */
const mostMessageBytes = 5 * 1024 * 1024;

/** Ends a file's name while it is being written. */
const unfinished = '.part';

/**
 * A mail server on loopback that delivers nothing: every message becomes a file, whole and under
 * its final name before it is acknowledged.
 */
export async function startInbox({ port = 0, dir, now = Date.now }: InboxSettings): Promise<Inbox> {
  await mkdir(dir, { recursive: true });
  let arrivals = await lastArrival(dir);

  async function keep(message: Buffer, session: SMTPServerSession): Promise<void> {
    arrivals += 1;
    const file = join(dir, inboxFileName(arrivals, message));
    const { mailFrom, rcptTo } = session.envelope;
    const envelope = {
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map(({ address }) => address),
      receivedAt: now(),
    };
    await writeFile(file + unfinished, withEnvelope(message, envelope));
    await rename(file + unfinished, file);
  }

  /** Undefined once the message is kept, else what the client is told: never more than that. */
  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | undefined> {
    try {
      const message = await readMessage(stream);
      if (message === undefined) return tooLarge();
      await keep(message, session);
      return undefined;
    } catch {
      return new Error('the message could not be kept');
    }
  }

  const server = new SMTPServer({
    name: 'localhost',
    size: mostMessageBytes,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
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
    server.listen(port, '127.0.0.1', () => {
      server.server.removeListener('error', reject);
      resolve();
    });
  });
  return {
    port: portOf(server.server.address()),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The number of the last message, so that a restart goes on counting; sweeps up after a crash. */
async function lastArrival(dir: string): Promise<number> {
  let last = 0;
  for (const file of await readdir(dir)) {
    if (file.endsWith(`.eml${unfinished}`)) await rm(join(dir, file), { force: true });
    last = Math.max(last, parseInboxFileName(file)?.arrival ?? 0);
  }
  return last;
}

/** Undefined when it is too large; what comes beyond the limit is read and dropped. */
async function readMessage(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  let chunks: Buffer[] = [];
  for await (const chunk of stream) {
    if (stream.sizeExceeded) chunks = [];
    else if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  }
  return stream.sizeExceeded ? undefined : Buffer.concat(chunks);
}

function tooLarge(): Error {
  return Object.assign(new Error('the message is too large'), { responseCode: 552 });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the inbox has no port');
  return address.port;
}
