import type { Append, IncomingEvent } from './incoming-event.js';

export interface CommitBatcher {
  /**
   * Stores the events, in order, in a commit shared with other requests; resolves after it.
   *
   * @throws Busy when too much is waiting already, or what the store threw
   */
  add(items: readonly IncomingEvent[]): Promise<readonly ('stored' | 'duplicate')[]>;
}

export interface BatcherLimits {
  /** How long the first event of a commit waits for company. */
  readonly waitMs: number;
  /** A commit this full goes at once. */
  readonly most: number;
  /** Events waiting beyond this many are turned away. */
  readonly mostWaiting: number;
}

export class Busy extends Error {}

interface Group {
  readonly items: readonly IncomingEvent[];
  resolve(statuses: readonly ('stored' | 'duplicate')[]): void;
  reject(reason: unknown): void;
}

const usual: BatcherLimits = { waitMs: 10, most: 200, mostWaiting: 20_000 };

/**
 * A commit costs the same for one event as for many, so they share it. One commit at a time: what
 * arrives first is stored first.
 */
export function createCommitBatcher(append: Append, limits: BatcherLimits = usual): CommitBatcher {
  let groups: Group[] = [];
  let waiting = 0;
  let timer: NodeJS.Timeout | undefined;
  let committing = false;

  function goOn(): void {
    if (committing || groups.length === 0) return;
    if (waiting >= limits.most) void commit();
    else timer ??= setTimeout(() => void commit(), limits.waitMs);
  }

  async function commit(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    committing = true;
    const taken = takeGroups();
    try {
      const statuses = await append(taken.flatMap(({ items }) => items));
      let from = 0;
      for (const group of taken) {
        group.resolve(statuses.slice(from, from + group.items.length));
        from += group.items.length;
      }
    } catch (error) {
      for (const group of taken) group.reject(error);
    } finally {
      committing = false;
      // What came in meanwhile has waited long enough.
      if (groups.length > 0) void commit();
    }
  }

  /** Whole requests up to the size of a commit, at least one. */
  function takeGroups(): readonly Group[] {
    let size = 0;
    let count = 0;
    for (const { items } of groups) {
      if (count > 0 && size + items.length > limits.most) break;
      size += items.length;
      count += 1;
    }
    const taken = groups.slice(0, count);
    groups = groups.slice(count);
    waiting -= size;
    return taken;
  }

  return {
    add(items) {
      if (items.length === 0) return Promise.resolve([]);
      if (waiting + items.length > limits.mostWaiting) return Promise.reject(new Busy('too many events are waiting'));
      return new Promise((resolve, reject) => {
        groups.push({ items, resolve, reject });
        waiting += items.length;
        goOn();
      });
    },
  };
}
