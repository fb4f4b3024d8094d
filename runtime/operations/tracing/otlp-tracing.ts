import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { envDetectorSync, Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry/lib/worker/index.js';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry/lib/client/index.js';
import { exportWithoutPersons } from './export-without-persons.js';
import { watchRequests } from './watch-requests.js';
import type { Said, Tracing } from './tracing.js';

export interface TracingSettings {
  /** Where spans are posted. */
  readonly url: string;
  readonly service: string;
  readonly version: string;
  readonly onLost: (error: unknown) => void;
}

/** Where the collector is away, the last spans are given up; ms. */
const stopLimitMs = 3_000;

/** Takes the place of OpenTelemetry's globals in this process until it is stopped. */
export function startTracing({ url, service, version, onLost }: TracingSettings): Tracing {
  setGlobalErrorHandler(onLost);
  const own = new Resource({ 'service.name': service, 'service.version': version });
  const provider = new NodeTracerProvider({
    resource: own.merge(envDetectorSync.detect()),
    spanProcessors: [new BatchSpanProcessor(exportWithoutPersons(new OTLPTraceExporter({ url })))],
  });
  provider.register();
  const tracer = provider.getTracer('perennial', version);
  return {
    within: (name, said, work) =>
      tracer.startActiveSpan(name, { attributes: named(said) }, async (span) => {
        try {
          return await work((more) => span.setAttributes(named(more)));
        } catch (error) {
          fail(span, error);
          throw error;
        } finally {
          span.end();
        }
      }),
    note(said) {
      trace.getActiveSpan()?.setAttributes(named(said));
    },
    watch: (app) => watchRequests(app, tracer),
    interceptors: {
      client: [new OpenTelemetryWorkflowClientInterceptor({ tracer })],
      // Activities alone: within workflows they would cost each run a megabyte, and change its history.
      activity: [
        (ctx) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(ctx, { tracer }) }),
        ({ info }) => ({
          inbound: {
            execute(input, next) {
              trace.getActiveSpan()?.setAttributes(named({ campaign: info.workflowType?.replace(/^campaign\./, '') ?? '' }));
              return next(input);
            },
          },
        }),
      ],
    },
    async stop() {
      await Promise.race([provider.shutdown().catch(onLost), new Promise((resolve) => setTimeout(resolve, stopLimitMs).unref())]);
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

function named(said: Said): Said {
  return Object.fromEntries(Object.entries(said).map(([name, value]) => [`perennial.${name}`, value]));
}

function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.recordException(error instanceof Error ? error : String(error));
}
