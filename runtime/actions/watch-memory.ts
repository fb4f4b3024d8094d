import { readFile } from 'node:fs/promises';

const lookMs = 200;

/**
 * Tells when a process holds more than so many MB, buffers included, which the limit of its heap
 * does not count. Only where the system says so (Linux); elsewhere the limit of the heap is all.
 *
 * @returns how to stop watching
 */
export function watchMemory(pid: number | undefined, mostMb: number, exceeded: () => void): () => void {
  if (pid === undefined || process.platform !== 'linux') return () => undefined;
  const look = async (): Promise<void> => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const kb = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
    // What Node itself takes comes on top.
    if (kb > (mostMb + 64) * 1_024) exceeded();
  };
  const timer = setInterval(() => void look(), lookMs);
  timer.unref();
  return () => clearInterval(timer);
}
