import type { PastPoints } from '../../scoring/score.js';
import { scoreFit, scorePain } from '../../scoring/score.js';
import type { Affairs, DayPoints, InboxEvent } from '../affairs.js';
import type { OwnEvent } from './own-events/own-events.js';

const dayMs = 86_400_000;

/**
 * Brings fit in line with the attributes. The ledger gets the difference by rule: what is gained
 * first, then what is lost, so that the floor at 0 takes as little as it must.
 */
export function scoreAttributes(affairs: Affairs, event: InboxEvent): void {
  const { scoring } = affairs.release.workspace;
  if (scoring === undefined) return;
  // Attributes change with `identify` and `group` alone; a lead that was never scored may match by defaults.
  if (event.kind === 'track' && affairs.fitPoints.size > 0) return;
  const { attributes } = affairs.lead;
  const wanted = new Map(scoreFit(scoring, attributes, affairs.now, affairs.further).map((row) => [row.rule, row.points]));
  const rules = new Set([...wanted.keys(), ...affairs.fitPoints.keys()]);
  [...rules]
    .map((rule) => ({ rule, points: (wanted.get(rule) ?? 0) - (affairs.fitPoints.get(rule) ?? 0) }))
    .sort((first, second) => second.points - first.points)
    .forEach(({ rule, points }) => {
      const given = give(affairs, 'fit', rule, points, event);
      if (given !== 0) affairs.fitPoints.set(rule, (affairs.fitPoints.get(rule) ?? 0) + given);
    });
}

/** Gives the points that an event earns. */
export function scoreEvent(affairs: Affairs, event: InboxEvent): void {
  const { scoring } = affairs.release.workspace;
  if (scoring === undefined) return;
  const day = Math.floor(event.at / dayMs);
  const past = new Map([...affairs.painPoints].map(([rule, days]) => [rule, pastPoints(days, day)]));
  for (const { rule, points } of scorePain(scoring, event, affairs.lead.attributes, past, affairs.further)) {
    const given = give(affairs, 'pain', rule, points, event);
    if (given === 0) continue;
    const days = affairs.painPoints.get(rule) ?? [];
    affairs.painPoints.set(rule, [...days, { day, times: 1, total: given, latest: given > 0 ? event.at : null }]);
    const fading = affairs.fading.get(rule);
    if (fading === undefined) continue;
    fading.gifts.push({ points: given, at: event.at });
    fading.booked += given;
  }
}

/**
 * Keeps `readySince` in line with the target; answers the event to tell when the score has just
 * come to it, or fallen below.
 */
export function becameReady(affairs: Affairs, event: InboxEvent): OwnEvent | undefined {
  const { scoring } = affairs.release.workspace;
  if (scoring === undefined) return undefined;
  const { id, fit, pain, readySince } = affairs.lead;
  const total = fit + pain;
  const ready = total >= scoring.ready;
  if (ready === (readySince !== null)) return undefined;
  affairs.lead = { ...affairs.lead, readySince: ready ? event.at : null };
  const name = ready ? 'sdr_ready' : 'score_dropped';
  // What time alone has brought about has no number of its own.
  const messageId = `${name}:${id}:${event.seq === 0 ? `at-${event.at}` : event.seq}`;
  return { kind: 'track', name, messageId, at: event.at, properties: { fit, pain, total } };
}

/** Books points of a rule that time has taken, or given back; answers how many. */
export function bookFaded(affairs: Affairs, rule: string, points: number): number {
  const { now, painPoints } = affairs;
  const given = give(affairs, 'pain', rule, points, { seq: 0, at: now }, true);
  if (given !== 0) {
    const day = Math.floor(now / dayMs);
    painPoints.set(rule, [...(painPoints.get(rule) ?? []), { day, times: 0, total: given, latest: null }]);
  }
  return given;
}

/** Books points to a part of the score, which never falls below 0; answers how many it took. */
function give(
  affairs: Affairs,
  part: 'fit' | 'pain',
  rule: string,
  wanted: number,
  { seq, at }: Pick<InboxEvent, 'seq' | 'at'>,
  fades = false,
): number {
  const before = affairs.lead[part];
  // Whole points; and never -0, which would be neither.
  const points = Math.max(-before, Math.round(wanted)) || 0;
  if (points === 0) return 0;
  const after = before + points;
  affairs.lead = { ...affairs.lead, [part]: after };
  affairs.changes.ledger.push({ part, rule, points, before, after, eventSeq: seq === 0 ? null : seq, at, fades });
  return points;
}

function pastPoints(days: readonly DayPoints[], day: number): PastPoints {
  const count = (list: readonly DayPoints[]): number => list.reduce((sum, { times }) => sum + times, 0);
  return {
    times: count(days),
    total: days.reduce((sum, { total }) => sum + total, 0),
    onDay: count(days.filter((past) => past.day === day)),
  };
}
