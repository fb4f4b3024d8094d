import type { Service } from '../../runtime/service/start-service.js';
import { UsageError } from '../exit-code.js';
import { inSurroundings } from './surroundings.js';
import type { Interrupt } from './until-interrupted.js';

/**
 * Waits for the interrupt, the ordinary end of what serves.
 *
 * @throws UsageError when the service fails before that: whoever watches over it has to start it anew
 */
export async function untilOver({ failed }: Service, { happened }: Interrupt): Promise<void> {
  const failure = await Promise.race([happened, failed]);
  if (failure === undefined) return;
  const [reason = ''] = failure.message.split('\n');
  throw new UsageError(`The Temporal worker has ended for good: ${reason}`, 'Start it again; what answers shows: perennial doctor');
}

/**
 * Gives the service once it has started.
 *
 * @throws UsageError with `otherPort`, how to name another one, where the ingest port is taken
 */
export async function listening(service: Promise<Service>, otherPort: string): Promise<Service> {
  try {
    return await service;
  } catch (error) {
    const usage = inSurroundings(error);
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw usage !== undefined && taken ? new UsageError(usage.message, otherPort) : error;
  }
}
