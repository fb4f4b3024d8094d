import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endProcess, processRecord, recordOf, stillRuns } from './process-table.js';
import type { ProcessRecord } from './process-table.js';

/**
 * Notes a child on disk, so that the next start can end it if we are killed without a last word.
 *
 * @returns the file's path
 */
export function writePidFile(folder: string, name: string, pid: number): string {
  const file = join(folder, `${name}-${pid}.pid`);
  mkdirSync(dirname(file), { recursive: true });
  const content = { ...recordOf(pid), owner: recordOf(process.pid) };
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
  return file;
}

/** Ends children of that name whose owner is gone; those of an owner that still runs stay. */
export function endLeftovers(folder: string, name: string, signal: NodeJS.Signals): void {
  for (const file of pidFiles(folder, name)) {
    const noted = readPidFile(file);
    if (noted !== undefined && stillRuns(noted.owner)) continue;
    if (noted !== undefined && stillRuns(noted.child)) endProcess(noted.child.pid, signal, 5_000);
    rmSync(file, { force: true });
  }
}

function pidFiles(folder: string, name: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.startsWith(`${name}-`) && /^\d+\.pid$/.test(file.slice(name.length + 1)))
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
}

function readPidFile(file: string): { child: ProcessRecord; owner: ProcessRecord } | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const child = processRecord(content);
    const isObject = typeof content === 'object' && content !== null;
    const owner = isObject && 'owner' in content ? processRecord(content.owner) : undefined;
    return child && owner && { child, owner };
  } catch {
    return undefined;
  }
}
