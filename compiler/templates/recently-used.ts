/** A map that forgets what was not asked for the longest. */
export interface RecentlyUsed<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

export function createRecentlyUsed<T>(limit: number): RecentlyUsed<T> {
  // A Map keeps the order of insertion: the first key is the oldest.
  const entries = new Map<string, T>();
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      const [oldest] = entries.keys();
      if (entries.size > limit && oldest !== undefined) entries.delete(oldest);
    },
  };
}
