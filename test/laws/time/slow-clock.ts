/**
 * The clock on a wall, read minute by minute as a person would read it: slow, and nothing of ours.
 *
 * A reading is held as the epoch ms that it would have in UTC.
 */
export interface SlowClock {
  /** Epoch ms; whole minutes. */
  readonly from: number;
  readonly until: number;
  reading(ms: number): number;
  /** The first minute from `ms` on whose reading is so; undefined where there is none before `until`. */
  first(ms: number, is: (reading: number) => boolean): number | undefined;
  /** The instant of a reading: one that comes twice the first time, one that never comes as much later as the clock jumps. */
  instantOf(local: number): number | undefined;
}

const minuteMs = 60_000;
const readers = new Map<string, Intl.DateTimeFormat>();

export function readWall(zone: string, ms: number): number {
  let reader = readers.get(zone);
  if (reader === undefined) {
    // Another locale and other options than the product's: Swedes write `2026-03-29 02:30:00`.
    reader = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    readers.set(zone, reader);
  }
  return Date.parse(`${reader.format(ms).replace(' ', 'T')}Z`);
}

/** Everything within `aroundMs` of the instant. */
export function slowClock(zone: string, around: number, aroundMs: number): SlowClock {
  const from = Math.ceil((around - aroundMs) / minuteMs) * minuteMs;
  const count = Math.floor((2 * aroundMs) / minuteMs);
  const readings = Array.from({ length: count }, (_, index) => readWall(zone, from + index * minuteMs));
  const until = from + count * minuteMs;
  return {
    from,
    until,
    reading: (ms) => readWall(zone, ms),
    first(ms, is) {
      const begin = Math.max(0, Math.ceil((ms - from) / minuteMs));
      for (let index = begin; index < count; index += 1) {
        const reading = readings[index];
        if (reading !== undefined && is(reading)) return from + index * minuteMs;
      }
      return undefined;
    },
    instantOf(local) {
      for (let index = 1; index < count; index += 1) {
        const before = readings[index - 1] ?? 0;
        const now = readings[index] ?? 0;
        if (now === local) return from + index * minuteMs;
        // Between two minutes the clock jumped over it.
        if (before < local && local < now) return from + index * minuteMs + (local - before - minuteMs);
      }
      return undefined;
    },
  };
}
