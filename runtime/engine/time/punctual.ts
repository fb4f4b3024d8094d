/** A wake this little after the planned instant is decided as of that instant, so that nothing drifts. */
const punctualMs = 60_000;

/** The instant that something planned is decided for when it is looked at `now`; epoch ms. */
export function punctual(planned: number, now: number): number {
  return now - planned <= punctualMs ? planned : now;
}
