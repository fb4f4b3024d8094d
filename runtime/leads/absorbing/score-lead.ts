import type { PastPoints } from '../../scoring/score.js';
import { scoreFit, scorePain } from '../../scoring/score.js';
import type { Affairs, DayPoints, InboxEvent } from '../affairs.js';
import type { OwnEvent } from './own-events.js';

const dayMs = 86_400_000;

/**
 * Brings fit in line with the attributes. The ledger gets the difference by rule: what is gained
 * first, then what is lost, so that the floor at 0 takes as little as it must.
 */
export function scoreAttributes(affairs: Affairs, event: InboxEvent): void {
  const { scoring } = affairs.release.workspace;
  if (scoring === undefined) return;
  // Attributes change with `identify` alone; a lead that was never scored may match by defaults.
  if (event.kind !== 'identify' && affairs.fitPoints.size > 0) return;
  const wanted = new Map(scoreFit(scoring, affairs.lead.attributes, affairs.now).map((row) => [row.rule, row.points]));
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
  for (const { rule, points } of scorePain(scoring, event, affairs.lead.attributes, past)) {
    const given = give(affairs, 'pain', rule, points, event);
    if (given === 0) continue;
    const days = affairs.painPoints.get(rule) ?? [];
    affairs.painPoints.set(rule, [...days, { day, times: 1, total: given }]);
  }
}

/**
 * Keeps `readySince` in line with the target; answers the event to tell when the score has just
 * come to it.
 */
export function becameReady(affairs: Affairs, event: InboxEvent): OwnEvent | undefined {
  const { scoring } = affairs.release.workspace;
  if (scoring === undefined) return undefined;
  const { id, fit, pain, readySince } = affairs.lead;
  const total = fit + pain;
  const ready = total >= scoring.ready;
  if (ready === (readySince !== null)) return undefined;
  affairs.lead = { ...affairs.lead, readySince: ready ? event.at : null };
  if (!ready) return undefined;
  const messageId = `sdr_ready:${id}:${event.seq}`;
  return { kind: 'track', name: 'sdr_ready', messageId, at: event.at, properties: { fit, pain, total } };
}

/** Books points to a part of the score, which never falls below 0; answers how many it took. */
function give(
  affairs: Affairs,
  part: 'fit' | 'pain',
  rule: string,
  wanted: number,
  { seq, at }: InboxEvent,
): number {
  const before = affairs.lead[part];
  // Whole points; and never -0, which would be neither.
  const points = Math.max(-before, Math.round(wanted)) || 0;
  if (points === 0) return 0;
  const after = before + points;
  affairs.lead = { ...affairs.lead, [part]: after };
  affairs.changes.ledger.push({ part, rule, points, before, after, eventSeq: seq, at });
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
