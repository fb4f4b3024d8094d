import { createServer } from 'node:http';
import { once } from 'node:events';
import { SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { expect, onTestFinished, test } from 'vitest';
import { exportWithoutPersons } from '../../../runtime/operations/tracing/export-without-persons.js';
import { openTracing } from '../../../runtime/operations/tracing/open-tracing.js';
import { noTracing } from '../../../runtime/operations/tracing/tracing.js';

const more = { version: '1.2.3', onLost: () => {} };

test('without a collector there is no tracing, and work goes on as it would', async () => {
  expect(await openTracing({}, more)).toBe(noTracing);
  expect(await openTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, more)).toBe(noTracing);
  expect(await openTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_SDK_DISABLED: 'true' }, more)).toBe(noTracing);
  expect(await noTracing.within('anything', {}, async () => 17)).toBe(17);
});

test('a collector that refuses is told of, and holds up no end', async () => {
  const server = createServer((_request, response) => response.writeHead(400).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const bound = server.address();
  const port = bound === null || typeof bound === 'string' ? 0 : bound.port;
  const lost: unknown[] = [];
  const tracing = await openTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/` }, { ...more, onLost: (error) => lost.push(error) });
  await expect(tracing.within('fails', {}, () => Promise.reject(new Error('as it should')))).rejects.toThrow('as it should');
  const began = performance.now();
  await tracing.stop();
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(lost).toHaveLength(1);
});

test('a span leaves without the addresses that servers quote, wherever they stand', async () => {
  const memory = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exportWithoutPersons(memory))] });
  const parent = provider.getTracer('test').startSpan('asks ada@example.com', { attributes: { said: '550 <ada@example.com> unknown', tries: 2 } });
  parent.recordException(new Error('nothing came of ada@example.com'));
  parent.setStatus({ code: SpanStatusCode.ERROR, message: 'ada@example.com is busy' });
  parent.end();
  await provider.forceFlush();
  const [span] = memory.getFinishedSpans();
  const told = [span?.name, span?.status, span?.attributes, span?.events];
  expect(JSON.stringify(told)).not.toContain('ada');
  expect(told).toMatchObject(['asks [hidden]', { code: SpanStatusCode.ERROR, message: '[hidden] is busy' }, { tries: 2 }, [{ attributes: { 'exception.message': 'nothing came of [hidden]' } }]]);
  await provider.shutdown();
});
