import { parseArgs } from 'node:util';
import type { BenchOptions } from './bench.js';
import { runtimeParts } from './runtime.bench.js';

/** What was typed behind the name of a bench; undefined where it cannot be meant. */
export function readOptions(args: readonly string[]): (BenchOptions & { readonly format: 'pretty' | 'json' }) | undefined {
  const typed = parse(args);
  if (typed === undefined) return undefined;
  const { format, only, sleepers, temporal } = typed;
  if (format !== 'json' && format !== 'pretty') return undefined;
  const parts = only?.split(',');
  if (parts?.every((part) => Object.hasOwn(runtimeParts, part)) === false) return undefined;
  const count = sleepers === undefined ? undefined : Number(sleepers);
  if (count !== undefined && !(Number.isSafeInteger(count) && count >= 2)) return undefined;
  return {
    format,
    ...(parts === undefined ? {} : { only: parts }),
    ...(count === undefined ? {} : { sleepers: count }),
    ...(temporal === undefined ? {} : { temporal }),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { format: { ...text, default: 'pretty' }, only: text, sleepers: text, temporal: text, help: { type: 'boolean' } },
    }).values;
  } catch {
    return undefined;
  }
}
