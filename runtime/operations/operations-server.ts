import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Metrics } from './metrics.js';

export interface OperationsServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface OperationsOptions {
  readonly listen: { readonly host: string; readonly port: number };
  readonly metrics: Metrics;
  /** What keeps this process from doing its part; nothing: it is ready. */
  unready(): Promise<readonly string[]>;
}

/**
 * For whoever watches the process: `/livez` (it answers), `/readyz` (503 names what is missing) and
 * `/metrics`. Nothing personal is said here, but it is nothing for the public either.
 *
 * @throws `EADDRINUSE` where the port is taken
 */
export async function startOperationsServer(options: OperationsOptions): Promise<OperationsServer> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '', options, response).catch(() => say(response, 500, 'text/plain', 'Something went wrong here.\n'));
  });
  server.listen(options.listen.port, options.listen.host);
  await once(server, 'listening');
  const bound = server.address();
  const port = bound === null || typeof bound === 'string' ? options.listen.port : bound.port;
  return {
    url: `http://${options.listen.host}:${port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(url: string, { metrics, unready }: OperationsOptions, response: ServerResponse): Promise<void> {
  const [path] = url.split('?');
  if (path === '/livez') return say(response, 200, 'application/json', '{"status":"ok"}\n');
  if (path === '/metrics') return say(response, 200, metrics.contentType, await metrics.text());
  if (path === '/readyz') {
    const missing = await unready();
    const status = missing.length === 0 ? 'ok' : 'not ready';
    return say(response, missing.length === 0 ? 200 : 503, 'application/json', `${JSON.stringify({ status, missing })}\n`);
  }
  say(response, 404, 'text/plain', 'There is nothing here.\n');
}

function say(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type });
  response.end(text);
}
