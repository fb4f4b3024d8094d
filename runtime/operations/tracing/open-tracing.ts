import type { Tracing } from './tracing.js';
import { noTracing } from './tracing.js';

/**
 * Spans by OTLP over HTTP where the environment names a collector, else none: its libraries are not
 * even loaded. The other variables of OpenTelemetry hold too; they are read by its own library.
 *
 * `onLost` is told when a collector does not take what it is sent.
 */
export async function openTracing(
  env: Readonly<Record<string, string | undefined>>,
  more: { readonly version: string; readonly onLost: (error: unknown) => void },
): Promise<Tracing> {
  const endpoint = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (endpoint === undefined || endpoint === '' || env['OTEL_SDK_DISABLED'] === 'true') return noTracing;
  const { startTracing } = await import('./otlp-tracing.js');
  return startTracing({ ...more, url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, service: env['OTEL_SERVICE_NAME'] ?? 'perennial' });
}
