import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';
import { textWithoutPersons } from '../without-persons.js';

/** What spans say of errors are words of servers, which may quote an address: they leave without it. */
export function exportWithoutPersons(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(withoutPersons), done),
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush === undefined ? {} : { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
  };
}

function withoutPersons(span: ReadableSpan): ReadableSpan {
  const { message, ...status } = span.status;
  return {
    kind: span.kind,
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    startTime: span.startTime,
    endTime: span.endTime,
    links: span.links,
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationLibrary: span.instrumentationLibrary,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
    spanContext: () => span.spanContext(),
    name: textWithoutPersons(span.name),
    attributes: clean(span.attributes),
    status: message === undefined ? status : { ...status, message: textWithoutPersons(message) },
    events: span.events.map(({ attributes = {}, ...event }) => ({ ...event, attributes: clean(attributes) })),
  };
}

function clean(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, typeof value === 'string' ? textWithoutPersons(value) : value]),
  );
}
