import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Busy, createCommitBatcher } from '../../../runtime/ingest/commit-batcher.js';
import type { IncomingEvent } from '../../../runtime/ingest/incoming-event.js';

function events(count: number, prefix = 'm'): readonly IncomingEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    source: 's', messageId: `${prefix}${index}`, userId: 'u', kind: 'track', name: 'n', at: 0, receivedAt: 0, properties: {},
  }));
}

/** An append whose commits end when told. */
function openAppend() {
  const begun: { ids: string[]; end(): void; fail(error: Error): void }[] = [];
  return {
    begun,
    append: (items: readonly IncomingEvent[]) =>
      new Promise<readonly ('stored' | 'duplicate')[]>((resolve, reject) => {
        begun.push({
          ids: items.map((item) => item.messageId),
          end: () => resolve(items.map((_, index) => (index === 0 ? 'stored' : 'duplicate'))),
          fail: reject,
        });
      }),
  };
}

const limits = { waitMs: 10, most: 200, mostWaiting: 1000 };

describe('commits', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('are shared by what comes within 10 ms, and each gets its own answer after the commit', async () => {
    const { begun, append } = openAppend();
    const batcher = createCommitBatcher(append, limits);
    const first = batcher.add(events(1, 'a'));
    const second = batcher.add(events(2, 'b'));
    expect(begun).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(10);
    expect(begun.map(({ ids }) => ids)).toEqual([['a0', 'b0', 'b1']]);
    begun[0]?.end();
    expect(await first).toEqual(['stored']);
    expect(await second).toEqual(['duplicate', 'duplicate']);
  });

  test('go at once when they are full', async () => {
    const { begun, append } = openAppend();
    const batcher = createCommitBatcher(append, limits);
    void batcher.add(events(120, 'a'));
    void batcher.add(events(80, 'b'));
    expect(begun.map(({ ids }) => ids.length)).toEqual([200]);
  });

  test('come one after another; a request is never split', async () => {
    const { begun, append } = openAppend();
    const batcher = createCommitBatcher(append, limits);
    void batcher.add(events(200, 'a'));
    void batcher.add(events(150, 'b'));
    void batcher.add(events(150, 'c'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(begun).toHaveLength(1);
    begun[0]?.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(begun.map(({ ids }) => [ids.length, ids[0]])).toEqual([[200, 'a0'], [150, 'b0']]);
    begun[1]?.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(begun.map(({ ids }) => ids.length)).toEqual([200, 150, 150]);
  });

  test('that fail fail for their own requests only', async () => {
    const { begun, append } = openAppend();
    const batcher = createCommitBatcher(append, limits);
    const lost = batcher.add(events(200, 'a'));
    const later = batcher.add(events(1, 'b'));
    begun[0]?.fail(new Error('gone'));
    await expect(lost).rejects.toThrow('gone');
    await vi.advanceTimersByTimeAsync(0);
    begun[1]?.end();
    expect(await later).toEqual(['stored']);
  });

  test('that lag turn new requests away instead of filling the memory', async () => {
    const { begun, append } = openAppend();
    const batcher = createCommitBatcher(append, limits);
    void batcher.add(events(200, 'a'));
    void batcher.add(events(1000, 'b'));
    await expect(batcher.add(events(1, 'c'))).rejects.toBeInstanceOf(Busy);
    begun[0]?.end();
    await vi.advanceTimersByTimeAsync(0);
    void batcher.add(events(1, 'd'));
    begun[1]?.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(begun[2]?.ids).toEqual(['d0']);
  });
});
