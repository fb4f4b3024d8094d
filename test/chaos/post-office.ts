import type { AddressInfo } from 'node:net';
import type { SMTPServerSession } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import type { Certificate } from '../runtime/service/stage/make-certificate.js';
import type { Mail } from './campaigns.js';
import { mailOfSubject } from './campaigns.js';
import { drawn } from './chance.js';
import type { Tally } from './judging/tally.js';

/** One message that the mail server took: its final dot came, and the answer was 250, heard or not. */
export interface Taken extends Mail {
  readonly to: string;
  readonly messageId: string;
  /** Epoch ms of the final dot. */
  readonly at: number;
}

/** One message that it refused for good. */
export interface Refusal {
  readonly to: string;
  /** 5.1.1: nobody may write there any more. */
  readonly noMailbox: boolean;
}

export interface PostOffice {
  readonly port: number;
  readonly taken: readonly Taken[];
  readonly refusals: readonly Refusal[];
  /** From now on every message is taken at once. */
  calm(): void;
  stop(): Promise<void>;
}

export interface PostOfficeOptions {
  readonly seed: number;
  readonly certificate: Certificate;
  readonly tally: Tally;
  /** Breaks the connection that comes from this port. */
  readonly cut: (remotePort: number) => void;
  /** Called with a message taken and not yet answered; true: nobody hears the answer. */
  readonly before250: () => boolean;
}

type Misfortune =
  | { readonly at: 'rcpt' | 'dot'; readonly kind: 'answer'; readonly code: 421 | 451 | 550; readonly text: string }
  | { readonly at: 'rcpt' | 'dot'; readonly kind: 'nothing' | 'cut' }
  | { readonly at: 'content'; readonly kind: 'cut' };

/** Of a thousand hand-overs so many. What is answered with nothing costs its lead 18 s. */
const misfortunes: readonly (readonly [number, Misfortune])[] = [
  [15, { at: 'rcpt', kind: 'answer', code: 451, text: '4.7.1 come again later' }],
  [5, { at: 'rcpt', kind: 'answer', code: 421, text: '4.3.2 closing down' }],
  [6, { at: 'rcpt', kind: 'answer', code: 550, text: '5.7.1 not from you' }],
  [3, { at: 'rcpt', kind: 'answer', code: 550, text: '5.1.1 no such mailbox' }],
  [2, { at: 'rcpt', kind: 'nothing' }],
  [8, { at: 'rcpt', kind: 'cut' }],
  [8, { at: 'content', kind: 'cut' }],
  [12, { at: 'dot', kind: 'answer', code: 451, text: '4.3.0 not now' }],
  [5, { at: 'dot', kind: 'answer', code: 550, text: '5.7.1 not these words' }],
  [3, { at: 'dot', kind: 'nothing' }],
  [10, { at: 'dot', kind: 'cut' }],
];

/** A mail server behind STARTTLS that goes by the rules until chance says otherwise, and writes down what it took. */
export async function openPostOffice(options: PostOfficeOptions): Promise<PostOffice> {
  const { seed, certificate, tally, cut, before250 } = options;
  const taken: Taken[] = [];
  const refusals: Refusal[] = [];
  const tries = new Map<string, number>();
  const meant = new Map<string, Misfortune>();
  let calm = false;

  function misfortuneOf(to: string): Misfortune | undefined {
    const turn = (tries.get(to) ?? 0) + 1;
    tries.set(to, turn);
    if (calm) return undefined;
    let place = drawn(seed, 'mail', to, turn) * 1_000;
    for (const [share, misfortune] of misfortunes) {
      place -= share;
      if (place < 0) return misfortune;
    }
    return undefined;
  }

  /** True where it happened: there is nothing more to say. */
  function suffer(misfortune: Misfortune, session: SMTPServerSession, to: string, done: (error: Error) => void): void {
    const { at, kind } = misfortune;
    if (kind !== 'answer') {
      tally.note(`SMTP: ${kind} at ${at}`);
      if (kind === 'cut') cut(session.remotePort);
      return;
    }
    const { code, text } = misfortune;
    tally.note(`SMTP: ${code} at ${at}`);
    if (code === 550) refusals.push({ to, noMailbox: text.startsWith('5.1.1') });
    done(Object.assign(new Error(text), { responseCode: code }));
  }

  const server = new SMTPServer({
    name: 'localhost',
    key: certificate.key,
    cert: certificate.crt,
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo({ address }, session, done) {
      const misfortune = misfortuneOf(address);
      meant.delete(session.id);
      if (misfortune?.at === 'rcpt') return suffer(misfortune, session, address, done);
      if (misfortune !== undefined) meant.set(session.id, misfortune);
      done();
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo[0]?.address ?? '';
      const misfortune = meant.get(session.id);
      let content = '';
      stream.on('data', (chunk: Buffer) => {
        if (content === '' && misfortune?.at === 'content') suffer(misfortune, session, to, done);
        content += chunk.toString('latin1');
      });
      stream.on('error', () => undefined);
      stream.on('end', () => {
        const at = Date.now();
        if (misfortune?.at === 'dot' && misfortune.kind === 'answer') return suffer(misfortune, session, to, done);
        const { campaign, name } = mailOfSubject(headerIn(content, 'subject')) ?? { campaign: '?', name: '?' };
        taken.push({ to, campaign, name, messageId: headerIn(content, 'message-id'), at });
        if (misfortune?.at === 'dot') return suffer(misfortune, session, to, done);
        setTimeout(() => {
          if (!before250()) done();
        }, 5 + 60 * drawn(seed, 'delay', to, content.length));
      });
    },
  });
  // A client that is killed is no fault of ours.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.server.address()),
    taken,
    refusals,
    calm() {
      calm = true;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function headerIn(content: string, name: string): string {
  return new RegExp(`^${name}:\\s*([^\\r\\n]*)`, 'im').exec(content)?.[1] ?? '';
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
