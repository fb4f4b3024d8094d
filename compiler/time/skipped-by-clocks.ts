const minuteMs = 60_000;

/**
 * Whether the clocks of a zone jump over a time of day: 2026-03-29 02:30 in Europe/Berlin.
 *
 * @param day `2026-03-29`
 * @param minutes after midnight
 * @param zone an IANA name; false where there is no such zone, which is a mistake of its own
 */
export function skippedByClocks(day: string, minutes: number, zone: string): boolean {
  const wallMs = Date.parse(`${day}T00:00:00Z`) + minutes * minuteMs;
  const wallOf = clockOf(zone);
  if (Number.isNaN(wallMs) || wallOf === undefined) return false;
  // The zone's offsets around that day; one of them shows the time, unless no clock ever does.
  const offsets = [-1, 0, 1].map((days) => wallOf(wallMs + days * 86_400_000) - (wallMs + days * 86_400_000));
  return offsets.every((offset) => wallOf(wallMs - offset) !== wallMs);
}

/** What the clocks of the zone show at an instant, as if it were UTC. */
function clockOf(zone: string): ((instantMs: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    return (instantMs) => {
      const parts = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
      const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
      return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    };
  } catch {
    return undefined;
  }
}
