import { once } from 'node:events';
import { createServer } from 'node:http';

export interface CollectedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Takes spans by OTLP over HTTP on loopback, as a collector does. */
export interface OtlpCollector {
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  /** All that came, as it came. */
  text(): string;
  stop(): Promise<void>;
}

export async function startOtlpCollector(): Promise<OtlpCollector> {
  const bodies: string[] = [];
  const spans: CollectedSpan[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      if (request.url === '/v1/traces') {
        bodies.push(body);
        const parsed: unknown = JSON.parse(body);
        collect(parsed, spans);
      }
      response.writeHead(request.url === '/v1/traces' ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = bound === null || typeof bound === 'string' ? 0 : bound.port;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    text: () => bodies.join('\n'),
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Spans lie at any depth: by resource, by scope. */
function collect(value: unknown, into: CollectedSpan[]): void {
  if (typeof value !== 'object' || value === null) return;
  if ('spanId' in value && 'name' in value && 'attributes' in value) {
    const { name, spanId } = value;
    into.push({
      name: String(name),
      spanId: String(spanId),
      traceId: 'traceId' in value ? String(value.traceId) : '',
      parentSpanId: 'parentSpanId' in value ? String(value.parentSpanId) : '',
      attributes: attributesOf(value.attributes),
    });
  }
  for (const inner of Object.values(value)) collect(inner, into);
}

function attributesOf(list: unknown): Readonly<Record<string, unknown>> {
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(
    list.flatMap((one: unknown): [string, unknown][] => {
      if (typeof one !== 'object' || one === null || !('key' in one) || !('value' in one)) return [];
      const { key, value } = one;
      return [[String(key), typeof value === 'object' && value !== null ? Object.values(value)[0] : value]];
    }),
  );
}
