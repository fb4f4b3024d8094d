import type { Log } from '../../runtime/operations/log.js';
import { openTracing } from '../../runtime/operations/tracing/open-tracing.js';
import type { Tracing } from '../../runtime/operations/tracing/tracing.js';
import type { Host } from '../host.js';
import { readVersion } from '../version.js';

/** A collector that is away is told of so often; ms. */
const tellEveryMs = 600_000;

/** Spans for the collector that the environment names; none where it names none. */
export async function tracingOf(env: Host['env'], log: Log): Promise<Tracing> {
  let toldAt = Number.NEGATIVE_INFINITY;
  return openTracing(env, {
    version: readVersion(),
    onLost(error) {
      if (performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      log.warn(`Spans are lost: ${error instanceof Error ? error.message : String(error)}`);
    },
  });
}
