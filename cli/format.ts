import { quotedList } from '../grammar/did-you-mean.js';
import { UsageError } from './exit-code.js';

/** The format of that name. @throws UsageError when it is none of them */
export function formatNamed<const F extends string>(word: string, formats: readonly F[]): F {
  const format = formats.find((candidate) => candidate === word);
  if (format === undefined) throw new UsageError(`"${word}" is no format.`, `Use --format with ${quotedList(formats)}.`);
  return format;
}

/** What most commands can print. */
export const prettyOrJson = ['pretty', 'json'] as const;
