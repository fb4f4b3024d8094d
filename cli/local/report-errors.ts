import type { Host } from '../host.js';

const quietMs = 10_000;

/**
 * Tells of failures that are tried again, each kind once in ten seconds: a server that is away for
 * a minute must not fill the screen. Silent once `stopping` says so.
 */
export function createErrorReport(host: Pick<Host, 'err'>, stopping: () => boolean): (error: unknown) => void {
  const told = new Map<string, number>();
  return (error) => {
    if (stopping()) return;
    const text = error instanceof Error ? error.message : String(error);
    const last = told.get(text);
    const now = performance.now();
    if (last !== undefined && now - last < quietMs) return;
    told.set(text, now);
    host.err(`Will be tried again: ${text}`);
  };
}
