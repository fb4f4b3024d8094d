import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What lies beside a dump, so that who restores it knows what it is. */
export interface BackupNote {
  readonly format: 1;
  /** ISO 8601, UTC: surely everything from before that moment is in the dump. */
  readonly completeUntil: string;
  /** Major version of the server it is of. */
  readonly postgres: number;
  readonly bytes: number;
  readonly sha256: string;
}

export const dumpName = 'perennial.dump';
export const noteName = 'backup.json';

/** Undefined where the folder holds no backup of ours. */
export async function readNote(folder: string): Promise<BackupNote | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(folder, noteName), 'utf8'));
    return isNote(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part);
  return hash.digest('hex');
}

function isNote(value: unknown): value is BackupNote {
  return (
    typeof value === 'object' &&
    value !== null &&
    'format' in value &&
    value.format === 1 &&
    'completeUntil' in value &&
    typeof value.completeUntil === 'string' &&
    'postgres' in value &&
    typeof value.postgres === 'number' &&
    'bytes' in value &&
    typeof value.bytes === 'number' &&
    'sha256' in value &&
    typeof value.sha256 === 'string'
  );
}
