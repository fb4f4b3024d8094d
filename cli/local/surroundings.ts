import { UsageError } from '../exit-code.js';

/**
 * What is wrong around us, where an error tells it: a port that is taken, a server that does not
 * answer, a folder that may not be written. Undefined for any other error: that one is ours.
 */
export function inSurroundings(error: unknown): UsageError | undefined {
  if (error instanceof UsageError) return error;
  if (!(error instanceof Error)) return undefined;
  // Of the client for Temporal; it carries nothing else.
  if (error.message === 'Failed to connect before the deadline') {
    return new UsageError('The Temporal server does not answer.', 'Look at TEMPORAL_ADDRESS, or: perennial doctor');
  }
  if (error.name === 'RestoreUnfinished') {
    return new UsageError(error.message, 'Type the same "perennial restore" again, which ends it; or take another, empty database.');
  }
  // Where a name has several addresses, each may have failed in its own way.
  const [cause = error] = error instanceof AggregateError ? error.errors : [error];
  const facts = factsOf(cause);
  const server = facts.address === '' ? 'A server' : `${facts.address}${facts.port === '' ? '' : `:${facts.port}`}`;
  switch (facts.code) {
    case 'EADDRINUSE':
      return new UsageError(`${server} is taken by another program.`, 'End that one, or name another port.');
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'EHOSTUNREACH':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
      return new UsageError(`${server} does not answer.`, 'See what does: perennial doctor');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOSPC':
      return new UsageError(`${sentence(error.message)}.`);
    // PostgreSQL: wrong user or password, no such database.
    case '28P01':
    case '28000':
    case '3D000':
      return new UsageError(`PostgreSQL refused: ${error.message}.`, 'Look at DATABASE_URL.');
    default:
      return undefined;
  }
}

/**
 * Starting servers fails for reasons outside of us: no program to start, a folder of another
 * version. Their sentences are for the person, so such an error is no fault of ours.
 *
 * @throws UsageError in place of a plain Error; any other as it was
 */
export async function starting<T>(servers: Promise<T>): Promise<T> {
  try {
    return await servers;
  } catch (error) {
    // A TypeError and its like are faults in the program.
    if (!(error instanceof Error) || error.constructor !== Error || 'code' in error) throw error;
    if (error.message.includes('postmaster.pid')) {
      throw new UsageError('Another command has this database open.', 'Try again when that one has ended.');
    }
    const [message = '', ...rest] = error.message.split('\n');
    throw new UsageError(message, rest.length === 0 ? undefined : rest.join('\n'));
  }
}

function factsOf(error: unknown): { readonly code: string; readonly address: string; readonly port: string } {
  const fields = new Map<string, unknown>(typeof error === 'object' && error !== null ? Object.entries(error) : []);
  const text = (name: string): string => {
    const value = fields.get(name);
    return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
  };
  return { code: text('code'), address: text('address') || text('hostname'), port: text('port') };
}

function sentence(message: string): string {
  return message.replace(/^[A-Z]+: /, '').replace(/\.$/, '');
}
