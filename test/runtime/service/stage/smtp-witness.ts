import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** One message as the mail server saw it; all times epoch ms. */
export interface Handing {
  readonly messageId: string;
  /** The server asked for its content. */
  readonly begunAt: number;
  /** The final dot: from here on the server has it. */
  readonly dotAt: number | undefined;
  /** The 250 was written, or the client was seen to be gone. */
  readonly overAt: number | undefined;
}

export interface SmtpWitness {
  readonly port: number;
  /** All of them in the order they began, also those without a final dot. */
  readonly handings: readonly Handing[];
  /** Messages whose final dot came. */
  accepted(): number;
  /** How many have come to their final dot and wait for the 250. */
  atTheDot(): number;
  stop(): Promise<void>;
}

type Writable = { -readonly [K in keyof Handing]: Handing[K] };

export interface WitnessOptions {
  /** What passes between a final dot and its 250; nothing unless told. */
  readonly delayMs?: () => number;
  /** Awaited before a recipient is answered. */
  readonly atRecipient?: () => Promise<void>;
  /** Whether a login is right; without it nobody has to log in. */
  readonly login?: (user: string, password: string) => boolean;
}

/** A mail server that takes every message and writes down when its final dot came. */
export async function startSmtpWitness(options: WitnessOptions = {}): Promise<SmtpWitness> {
  const { delayMs = () => 0, atRecipient, login } = options;
  const handings: Writable[] = [];
  const server = new SMTPServer({
    name: 'localhost',
    disabledCommands: login === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth(said, _session, done) {
      const username = said.username ?? '';
      const password = said.password ?? '';
      if (login?.(username, password) === true) done(null, { user: username });
      // Some quote what they were told.
      else done(Object.assign(new Error(`5.7.8 no such login: ${username}, ${password}`), { responseCode: 535 }));
    },
    disableReverseLookup: true,
    closeTimeout: 500,
    onRcptTo(_address, _session, done) {
      const answer = async (): Promise<void> => {
        await atRecipient?.();
        done();
      };
      void answer();
    },
    onData(stream, _session, done) {
      let content = '';
      const handing: Writable = { messageId: '', begunAt: Date.now(), dotAt: undefined, overAt: undefined };
      stream.on('data', (chunk: Buffer) => {
        if (content === '') handings.push(handing);
        content += chunk.toString('latin1');
        handing.messageId = messageIdIn(content);
      });
      stream.on('error', () => {
        handing.overAt = Date.now();
      });
      stream.on('end', () => {
        handing.dotAt = Date.now();
        setTimeout(() => {
          handing.overAt = Date.now();
          done();
        }, delayMs());
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.server.address()),
    handings,
    accepted: () => handings.filter(({ dotAt }) => dotAt !== undefined).length,
    atTheDot: () => handings.filter(({ dotAt, overAt }) => dotAt !== undefined && overAt === undefined).length,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function messageIdIn(content: string): string {
  return /^message-id:\s*(<[^>\r\n]*>)/im.exec(content)?.[1] ?? '';
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
