import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startWorkLoop } from '../../runtime/work-loop.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pauseMs = 1_000;
const onError = (error: unknown): void => {
  throw error;
};

test('a turn that leaves work is followed by another at once, else after the pause', async () => {
  const left = [true, true, false, false];
  let turns = 0;
  const loop = startWorkLoop(async () => left[turns++] ?? false, { pauseMs, onError });
  await vi.advanceTimersByTimeAsync(0);
  expect(turns).toBe(3);
  await vi.advanceTimersByTimeAsync(pauseMs - 1);
  expect(turns).toBe(3);
  await vi.advanceTimersByTimeAsync(1);
  expect(turns).toBe(4);
  await loop.stop();
});

test('who notifies, also in the middle of a turn, has the next at once; two turns are never under way', async () => {
  const ends: (() => void)[] = [];
  const loop = startWorkLoop(() => new Promise((resolve) => ends.push(() => resolve(false))), { pauseMs, onError });
  loop.notify();
  loop.notify();
  await vi.advanceTimersByTimeAsync(5 * pauseMs);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(ends).toHaveLength(2);
  loop.notify();
  await vi.advanceTimersByTimeAsync(0);
  expect(ends).toHaveLength(3);

  let stopped = false;
  const stopping = loop.stop().then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(5 * pauseMs);
  expect(stopped).toBe(false);
  ends[2]?.();
  await stopping;
  expect(ends).toHaveLength(3);
});

test('a turn that fails is told of, and the next comes after the pause', async () => {
  const told: unknown[] = [];
  let turns = 0;
  const turn = async (): Promise<boolean> => {
    turns += 1;
    throw new Error(`turn ${turns}`);
  };
  const loop = startWorkLoop(turn, { pauseMs, onError: (error) => told.push(error) });
  await vi.advanceTimersByTimeAsync(pauseMs);
  await loop.stop();
  expect(told).toEqual([new Error('turn 1'), new Error('turn 2')]);
});

test('one that rests first takes no turn before the pause, and none when it is stopped meanwhile', async () => {
  let turns = 0;
  const turn = async (): Promise<boolean> => {
    turns += 1;
    return false;
  };
  const loop = startWorkLoop(turn, { pauseMs, onError, restsFirst: true });
  await vi.advanceTimersByTimeAsync(pauseMs - 1);
  expect(turns).toBe(0);
  await loop.stop();
  await vi.advanceTimersByTimeAsync(5 * pauseMs);
  expect(turns).toBe(0);
});
