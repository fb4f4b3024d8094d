import { setTimeout as pause } from 'node:timers/promises';

/** PostgreSQL: a lock was not to be had in time, or two waited for each other. */
const inTheWay: readonly unknown[] = ['55P03', '40P01'];
const mostTries = 5;
const restMs = 200;

/** Does a transaction anew where somebody else was at the same leads: it has left nothing behind. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
      if (tries >= mostTries || !inTheWay.includes(code)) throw error;
      await pause(restMs * tries);
    }
  }
}
