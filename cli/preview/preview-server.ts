import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OpenMessage } from '../../compiler/open-messages.js';
import { openBook, wordingName } from './open-book.js';
import type { Book } from './open-book.js';
import { pageScript } from './page-script.js';
import { pageStyle } from './page-style.js';
import { addressOf, previewPage } from './preview-page.js';
import { mailPolicy, viewHtml, viewNames } from './views.js';
import { watchFiles } from './watch-files.js';

export interface PreviewOptions {
  readonly root: string;
  /** What the files said when it was started. */
  readonly book: Book;
  /** The only template to show; left out: all of them. */
  readonly only?: string;
  /** Attributes of the lead; left out: the schema's examples. */
  readonly lead?: Readonly<Record<string, unknown>>;
  /** Whose data it is, in words. */
  readonly leadInWords: string;
  /** Where the first page begins. */
  readonly wording: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly lookEveryMs: number;
}

export interface PreviewServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Shows the templates on this machine alone, and anew after each save. */
export async function startPreview(options: PreviewOptions): Promise<PreviewServer> {
  let book: Promise<Book> | undefined = Promise.resolve(options.book);
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      send(response, 500, 'text/plain', `${text}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = isAddress(address) ? address.port : options.port;
  const files = await watchFiles(options.root, options.lookEveryMs, () => {
    book = undefined;
    for (const listener of listeners) listener.write('event: change\ndata: saved\n\n');
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Another name that leads here belongs to a page of somebody else (DNS rebinding).
    if (request.headers.host !== `127.0.0.1:${port}` && request.headers.host !== `localhost:${port}`) {
      return send(response, 403, 'text/plain', 'This page is for this machine alone.\n');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, 'text/plain', 'Only GET.\n');
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    if (url.pathname === '/page.css') return send(response, 200, 'text/css', pageStyle);
    if (url.pathname === '/page.js') return send(response, 200, 'text/javascript', pageScript);
    if (url.pathname === '/changes') return listen(response);
    // A repository that cannot be read now may be read after the next save.
    book ??= openBook(options.root).catch((error: unknown) => {
      book = undefined;
      throw error;
    });
    const opened = await book;
    const shown = options.only === undefined ? opened.messages : opened.messages.filter(({ key }) => key === options.only);
    const [first] = shown;
    if (first === undefined) return send(response, 404, 'text/plain', 'There is no template to show.\n');
    if (url.pathname === '/') {
      response.writeHead(302, { ...common, location: addressOf('template', first.key, options.wording) });
      response.end();
      return;
    }
    return show(opened, shown, url, response);
  }

  async function show(opened: Book, shown: readonly OpenMessage[], url: URL, response: ServerResponse): Promise<void> {
    const [, place, ...rest] = url.pathname.split('/');
    const message = shown.find(({ key }) => key === rest.map(decoded).join('/'));
    const wording = url.searchParams.get('wording') ?? '';
    const known = message !== undefined && (wording === '' || message.alternatives.map(wordingName).includes(wording));
    if (message === undefined || !known) return send(response, 404, 'text/plain', 'There is no such template.\n');
    const mail = await opened.render(message, wording, options.lead);
    if (place === 'template') {
      const page = previewPage({ messages: shown, message, mail, lead: options.leadInWords });
      return send(response, 200, 'text/html', page, pagePolicy);
    }
    const view = viewNames.find((name) => name === url.searchParams.get('view'));
    if (place !== 'mail' || view === undefined) return send(response, 404, 'text/plain', 'There is no such page.\n');
    return send(response, 200, 'text/html', viewHtml(mail.html, view), `${mailPolicy(view)}; sandbox`);
  }

  function listen(response: ServerResponse): void {
    response.writeHead(200, { ...common, 'content-type': 'text/event-stream' });
    response.write('retry: 1000\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      files.stop();
      for (const listener of listeners) listener.end();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const common = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const pagePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function send(response: ServerResponse, status: number, type: string, body: string, policy = "default-src 'none'"): void {
  response.writeHead(status, {
    ...common,
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
  });
  response.end(body);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
