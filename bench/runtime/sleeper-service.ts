import { startService } from '../../runtime/service/start-service.js';
import { serviceOptions } from '../drip-stage.js';
import type { Memory, SleeperOrder } from './sleeper-order.js';
import { cached } from './sleeper-order.js';

/** The service in a process of its own. Says where it listens, then its memory whenever it is asked. */
async function serve(order: SleeperOrder): Promise<void> {
  const service = await startService({
    ...serviceOptions(order),
    maxCachedWorkflows: cached,
    onError: (error) => process.stderr.write(`Tried again: ${error instanceof Error ? error.message : String(error)}\n`),
  });
  process.on('message', () => {
    // What nobody refers to any more says nothing about the sleepers.
    globalThis.gc?.();
    const { rss, heapUsed: heap } = process.memoryUsage();
    process.send?.(JSON.stringify({ rss, heap } satisfies Memory));
  });
  process.on('SIGTERM', () => void service.stop().finally(() => process.exit()));
  process.send?.(service.ingestUrl);
}

const [order] = process.argv.slice(2);
if (order !== undefined) await serve(JSON.parse(order));
