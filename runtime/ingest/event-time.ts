import type { Clock } from '../clock.js';

/** What a client says about when something happened, as it stands in the request. */
export interface ClientTimes {
  /** Epoch ms by the client's clock. */
  readonly occurred?: number;
  /** Epoch ms by the client's clock, at the moment of sending. */
  readonly sent?: number;
}

/**
 * When an event happened, in epoch ms of our clock.
 *
 * `sent` against the time of receipt shows how wrong the client's clock is, and the event is moved
 * by as much; nothing happens later than now. Under a virtual clock the client's time stands.
 */
export function eventTime(times: ClientTimes, clock: Clock, receivedAt: number): number {
  const { occurred, sent } = times;
  if (occurred === undefined) return receivedAt;
  if (clock.virtual) return occurred;
  const corrected = sent === undefined ? occurred : occurred + (receivedAt - sent);
  return Math.min(corrected, receivedAt);
}

/**
 * ISO 8601 with an offset, or a date alone (UTC midnight), as epoch ms; undefined when it is
 * neither. A time without an offset would depend on the machine's zone.
 */
export function parseMoment(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day] = match;
  // The language's own parser takes 31 February for 3 March.
  if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
