import type { Log } from '../../runtime/operations/log.js';
import { createLog, logFormats, logLevels } from '../../runtime/operations/log.js';
import { UsageError } from '../exit-code.js';
import type { Host } from '../host.js';

/**
 * The log of a program that serves, on standard error: plain lines for a person who watches, else JSON.
 *
 * @throws UsageError for a level or format that does not exist
 */
export function logOf(host: Host): Log {
  const level = oneOf('PERENNIAL_LOG_LEVEL', host.env['PERENNIAL_LOG_LEVEL'], logLevels) ?? 'info';
  const format = oneOf('PERENNIAL_LOG_FORMAT', host.env['PERENNIAL_LOG_FORMAT'], logFormats);
  return createLog({ level, format: format ?? (host.interactive ? 'plain' : 'json'), write: (line) => host.err(line) });
}

function oneOf<T extends string>(name: string, text: string | undefined, known: readonly T[]): T | undefined {
  if (text === undefined || text === '') return undefined;
  const found = known.find((one) => one === text);
  if (found === undefined) throw new UsageError(`${name} is "${text}".`, `It can be ${known.join(', ')}.`);
  return found;
}
