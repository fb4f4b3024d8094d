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
 * @throws UsageError where what is around it has to be set otherwise: with `otherPort`, how to name
 * another one, where the ingest port is taken
 */
export async function listening(service: Promise<Service>, otherPort: string): Promise<Service> {
  try {
    return await service;
  } catch (error) {
    const usage = inSurroundings(error);
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw usage !== undefined && taken ? new UsageError(usage.message, otherPort) : (inSettings(error) ?? error);
  }
}

/** What the service itself refuses to start with, where an error tells it. */
function inSettings(error: unknown): UsageError | undefined {
  if (!(error instanceof Error)) return undefined;
  switch (error.name) {
    case 'UnknownEnvironment':
      return new UsageError(error.message, 'Apply the repository that has it, or look under "environments" there.');
    case 'PayloadsUnreadable':
      return new UsageError(error.message, 'Name the codec that wrote it: PERENNIAL_PAYLOAD_CODEC');
    default:
      return undefined;
  }
}
