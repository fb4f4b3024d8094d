import { UsageError } from '../exit-code.js';

/**
 * Reads `host:port`; `name` is the variable that holds it.
 *
 * @throws UsageError for anything else
 */
export function addressOf(name: string, text: string): { host: string; port: number } {
  const written = /^(.+):(\d{1,5})$/.exec(text);
  if (written?.[1] === undefined) throw new UsageError(`${name} is "${text}"; it has to be host:port.`);
  return { host: written[1], port: Number(written[2]) };
}
