import { createServer } from 'node:net';
import type { Socket } from 'node:net';

/** The points of an SMTP session at which a script may step in. `content` is the first byte after 354, `dot` the final one. */
export type Stage = 'connect' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'content' | 'dot';

export type Reaction =
  | { readonly kind: 'reply'; readonly text: string }
  /** Says nothing more on this connection. */
  | { readonly kind: 'stall' }
  /** Closes the connection. */
  | { readonly kind: 'cut' }
  /** At `dot`: takes the message, then closes without a word. */
  | { readonly kind: 'take-and-cut' }
  /** At `dot`: takes the message, then says nothing. */
  | { readonly kind: 'take-and-stall' };

export type Script = Partial<Readonly<Record<Stage, Reaction>>>;

export interface TakenMessage {
  readonly from: string;
  readonly to: readonly string[];
  /** Dots unstuffed, without the final one. */
  readonly content: string;
}

/** What came over the wire, in order. */
export interface WireEntry {
  readonly connection: number;
  readonly from: 'client' | 'peer' | 'test';
  readonly text: string;
}

export interface ScriptedSmtpPeer {
  readonly port: number;
  readonly taken: readonly TakenMessage[];
  readonly wire: readonly WireEntry[];
  connections(): number;
  /** Replaces the script, for what comes next on every connection. */
  play(script: Script): void;
  /** Writes a line of the test's own between what came over the wire. */
  note(text: string): void;
  /** Resolves once that side has sent the text, on any connection. */
  whenSent(by: 'client' | 'peer', text: string): Promise<void>;
  /** Closes every open connection, as a server does that ends resting sessions. */
  dropConnections(): Promise<void>;
  stop(): Promise<void>;
}

export interface PeerOptions {
  readonly pipelining?: boolean;
}

/** A raw SMTP server on loopback that takes every message unless its script says otherwise. */
export async function startScriptedSmtpPeer(script: Script = {}, options: PeerOptions = {}): Promise<ScriptedSmtpPeer> {
  let playing = script;
  let count = 0;
  const sockets = new Set<Socket>();
  const taken: TakenMessage[] = [];
  const wire: WireEntry[] = [];
  const watchers = new Set<() => void>();
  const record = (entry: WireEntry): void => {
    wire.push(entry);
    for (const watcher of watchers) watcher();
  };

  const server = createServer((socket) => {
    count += 1;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    const id = count;
    converse(socket, {
      reactionAt: (stage) => playing[stage],
      pipelining: options.pipelining ?? true,
      take: (message) => taken.push(message),
      heard: (text) => record({ connection: id, from: 'client', text }),
      said: (text) => record({ connection: id, from: 'peer', text }),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  const closed = (socket: Socket): Promise<void> =>
    new Promise((resolve) => {
      socket.on('close', () => resolve());
      socket.destroy();
    });

  return {
    port: address.port,
    taken,
    wire,
    connections: () => count,
    play(next) {
      playing = next;
    },
    note: (text) => record({ connection: 0, from: 'test', text }),
    whenSent: (by, text) =>
      new Promise((resolve) => {
        const look = (): void => {
          const sent = wire.filter((entry) => entry.from === by).map((entry) => entry.text).join('');
          if (!sent.includes(text)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    async dropConnections() {
      await Promise.all([...sockets].map(closed));
    },
    async stop() {
      await Promise.all([...sockets].map(closed));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface Session {
  readonly pipelining: boolean;
  reactionAt(stage: Stage): Reaction | undefined;
  take(message: TakenMessage): void;
  heard(text: string): void;
  said(text: string): void;
}

const endOfContent = '\r\n.\r\n';

function converse(socket: Socket, session: Session): void {
  let buffer = '';
  let content: string | undefined;
  let from = '';
  let to: string[] = [];
  let silent = false;

  const say = (text: string): void => {
    session.said(text);
    socket.write(`${text}\r\n`);
  };
  const react = (stage: Stage, usual: string): boolean => {
    const reaction = session.reactionAt(stage);
    if (reaction === undefined) {
      if (usual !== '') say(usual);
      return true;
    }
    switch (reaction.kind) {
      case 'reply':
        say(reaction.text);
        return /^[23]/.test(reaction.text);
      case 'stall':
      case 'take-and-stall':
        silent = true;
        return reaction.kind === 'take-and-stall';
      case 'cut':
      case 'take-and-cut':
        silent = true;
        socket.destroy();
        return reaction.kind === 'take-and-cut';
    }
  };

  const readContent = (): void => {
    const begun = content ?? '';
    if (begun === '' && buffer !== '' && !react('content', '')) return;
    content = begun + buffer;
    buffer = '';
    // The content begins a line of its own, so an empty message is a dot alone.
    const end = `\r\n${content}`.indexOf(endOfContent);
    if (end < 0) return;
    buffer = content.slice(end + endOfContent.length - 2);
    const whole = content.slice(0, end);
    content = undefined;
    if (react('dot', '250 2.0.0 taken')) session.take({ from, to, content: whole.replaceAll(/^\.\./gm, '.') });
    from = '';
    to = [];
  };

  const readCommand = (): void => {
    const end = buffer.indexOf('\r\n');
    const line = buffer.slice(0, end);
    buffer = buffer.slice(end + 2);
    const verb = line.slice(0, 4).toUpperCase();
    const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
    switch (verb) {
      case 'EHLO':
      case 'HELO':
        react('ehlo', session.pipelining ? '250-peer\r\n250 PIPELINING' : '250 peer');
        return;
      case 'MAIL':
        if (react('mail', '250 2.1.0 ok')) from = address;
        return;
      case 'RCPT':
        if (react('rcpt', '250 2.1.5 ok')) to.push(address);
        return;
      case 'DATA':
        if (to.length === 0) say('503 5.5.1 no recipient');
        else if (react('data', '354 go on')) content = '';
        return;
      case 'QUIT':
        say('221 2.0.0 bye');
        socket.end();
        return;
      default:
        say('250 2.0.0 ok');
    }
  };

  socket.on('data', (chunk) => {
    const text = chunk.toString('latin1');
    session.heard(text);
    if (silent) return;
    buffer += text;
    while (!silent && (content !== undefined ? buffer !== '' : buffer.includes('\r\n'))) {
      if (content !== undefined) readContent();
      else readCommand();
    }
  });
  react('connect', '220 peer ESMTP');
}
