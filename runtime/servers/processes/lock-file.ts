import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processRecord, recordOf, stillRuns } from './process-table.js';

/**
 * Runs `work` while nobody else does under the same file, in this process or another.
 *
 * A lock whose holder is gone counts for nothing. `onWait` is called once if there is a wait.
 */
export async function withLock<T>(file: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  let waited = false;
  while (!take(file)) {
    if (!waited) onWait();
    waited = true;
    await pause(200);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

let sequence = 0;

function take(file: string): boolean {
  const own = `${file}.${process.pid}.${sequence++}`;
  writeFileSync(own, JSON.stringify(recordOf(process.pid)));
  try {
    // A link appears with its content and fails if the name is taken: there is no half-made lock.
    linkSync(own, file);
    return true;
  } catch {
    dropIfAbandoned(file, own);
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function dropIfAbandoned(file: string, own: string): void {
  if (holderRuns(file)) return;
  const moved = `${own}.old`;
  try {
    renameSync(file, moved);
    // Between the look and the move another process may have taken it: give it back then.
    if (holderRuns(moved)) linkSync(moved, file);
  } catch {
    // Someone else was faster; the next attempt sees what is there now.
  }
  rmSync(moved, { force: true });
}

function holderRuns(file: string): boolean {
  try {
    const holder = processRecord(JSON.parse(readFileSync(file, 'utf8')));
    return holder !== undefined && stillRuns(holder);
  } catch {
    return false;
  }
}
