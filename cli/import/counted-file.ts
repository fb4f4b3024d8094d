import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { UsageError } from '../exit-code.js';

/** A file that is read as a stream, twice: for its hash, and for its rows. */
export interface CountedFile {
  readonly hash: string;
  readonly size: number;
  /** From the beginning, each time. */
  bytes(): AsyncIterable<Uint8Array>;
  /** How much of it was read the last time, 0..1. */
  read(): number;
}

/** @throws UsageError where there is no such file */
export async function openCounted(path: string, typed: string): Promise<CountedFile> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile()) throw new UsageError(`There is no file ${typed}.`, 'Name a CSV file, from the folder you are in.');
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  let seen = 0;
  return {
    hash: hash.digest('hex'),
    size: found.size,
    bytes: () => {
      seen = 0;
      const stream = createReadStream(path);
      stream.on('data', (chunk) => (seen += chunk.length));
      return stream;
    },
    read: () => (found.size === 0 ? 1 : Math.min(1, seen / found.size)),
  };
}
