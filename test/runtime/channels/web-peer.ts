import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import type { Behaviour } from './channel-conformance.js';

export interface TakenPost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server on the loopback, behaving as it is told. */
export interface WebPeer {
  readonly port: number;
  readonly url: string;
  /** What it answered with a 2xx, or took without a word. */
  readonly taken: readonly TakenPost[];
  /** Everything that was asked of it. */
  readonly asked: readonly TakenPost[];
  answer(status: number, headers?: Readonly<Record<string, string>>): void;
  behave(behaviour: Behaviour): void;
  /** For the channel: a name server that can fall silent, or lead to a port where nobody listens. */
  readonly lookup: LookupFunction;
  stop(): Promise<void>;
}

/** The host is a name, so that the channel has to look it up. */
export async function startWebPeer(host = 'peer.test'): Promise<WebPeer> {
  const taken: TakenPost[] = [];
  const asked: TakenPost[] = [];
  const sockets = new Set<Socket>();
  let react: (response: ServerResponse, post: TakenPost) => void = (response) => response.writeHead(200).end();
  let names: 'answer' | 'silent' | 'broken' = 'answer';

  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const post = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      asked.push(post);
      react(response, post);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

  const answer: WebPeer['answer'] = (status, headers = {}) => {
    names = 'answer';
    react = (response, post) => {
      if (status < 300) taken.push(post);
      response.writeHead(status, headers).end('{"to":"ada@example.com"}');
    };
  };
  const take = (then: (response: ServerResponse) => void): void => {
    names = 'answer';
    react = (response, post) => {
      taken.push(post);
      then(response);
    };
  };
  answer(200);
  return {
    port,
    url: `http://${host}:${port}/in`,
    taken,
    asked,
    answer,
    behave(behaviour) {
      switch (behaviour) {
        case 'accept':
          return answer(200);
        case 'refuse-recipient':
        case 'refuse-message':
          return answer(410);
        case 'defer':
          return answer(503);
        case 'hang-before':
          names = 'silent';
          return;
        case 'cut-before':
          names = 'broken';
          return;
        case 'accept-and-cut':
          return take((response) => response.socket?.destroy());
        case 'accept-and-hang':
          return take(() => {});
      }
    },
    lookup: (_host, options, callback) => {
      if (names === 'silent') return;
      if (names === 'broken') return callback(new Error('no such host'), '', 4);
      if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
      else callback(null, '127.0.0.1', 4);
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
