import type { Log } from '../../runtime/operations/log.js';
import type { Metrics } from '../../runtime/operations/metrics.js';
import { createMetrics } from '../../runtime/operations/metrics.js';
import { startOperationsServer } from '../../runtime/operations/operations-server.js';
import type { Service } from '../../runtime/service/start-service.js';
import { UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { addressOf } from './address-of.js';

export interface Operations {
  readonly metrics: Metrics;
  /** From now on ready when the service is. */
  watch(service: Pick<Service, 'unready'>): void;
  stop(): Promise<void>;
}

const usual = '127.0.0.1:4479';
const variable = 'PERENNIAL_OPERATIONS';

/**
 * Answers probes and Prometheus while a service starts, runs and ends. Where nobody named the address and
 * another process has it, this one goes without.
 *
 * @throws UsageError where the address that was named is taken
 */
export async function startOperations(env: Host['env'], log: Log): Promise<Operations> {
  const named = env[variable];
  const metrics = createMetrics({ ofProcess: true });
  let unready: Service['unready'] = async () => ['it is starting'];
  const watch = (service: Pick<Service, 'unready'>): void => {
    unready = () => service.unready();
  };
  const listen = addressOf(variable, named ?? usual);
  try {
    const server = await startOperationsServer({ listen, metrics, unready: () => unready() });
    log.debug(`Operations ${server.url}`);
    return { metrics, watch, stop: () => server.stop() };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    if (named !== undefined) throw new UsageError(`${named} is taken by another program.`, `Name another one: ${variable}=127.0.0.1:4480`);
    log.warn(`No metrics: ${usual} is taken by another program. Name an address in ${variable}.`);
    return { metrics, watch, stop: async () => {} };
  }
}
