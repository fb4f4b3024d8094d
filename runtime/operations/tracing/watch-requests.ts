import type { Span, Tracer } from '@opentelemetry/api';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * One span a request, named by its route: the address itself holds tokens. It goes on with the trace
 * of the application that sent it (W3C `traceparent`).
 */
export function watchRequests(app: FastifyInstance, tracer: Tracer): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, _reply, done) => {
    const from = propagation.extract(context.active(), request.headers);
    const route = request.routeOptions.url;
    const attributes = { 'http.request.method': request.method, ...(route === undefined ? {} : { 'http.route': route }) };
    const span = tracer.startSpan(`${request.method} ${route ?? 'elsewhere'}`, { kind: SpanKind.SERVER, attributes }, from);
    spans.set(request, span);
    context.with(trace.setSpan(from, span), done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    end(spans.get(request), reply.statusCode);
    done();
  });
  app.addHook('onRequestAbort', (request, done) => {
    end(spans.get(request), undefined);
    done();
  });
}

function end(span: Span | undefined, status: number | undefined): void {
  if (span === undefined || !span.isRecording()) return;
  if (status !== undefined) span.setAttribute('http.response.status_code', status);
  if (status === undefined || status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
