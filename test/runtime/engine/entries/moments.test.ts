import { describe, expect, test } from 'vitest';
import type { Expression, WatchedEntry } from '../../../../compiler/plan/ir.js';
import { waysOf } from '../../../../compiler/plan/ways.js';
import { nextFlip } from '../../../../runtime/engine/conditions/flip.js';
import { momentOf } from '../../../../runtime/engine/entries/moments.js';
import type { Scope } from '../../../../runtime/engine/conditions/scope.js';
import { day, event, hour, monday, plan } from '../engine-fixture.js';

const interests = { events: [], attributes: ['time_zone'], score: false };
const base = { again: { kind: 'round' }, interests } as const;
const scopeWith = (attributes: Readonly<Record<string, unknown>>, more: Partial<Scope> = {}): Scope => ({
  campaign: 'welcome',
  attributes,
  score: { fit: 0, pain: 0 },
  now: monday,
  events: [],
  sends: [],
  ...more,
});

function next(entry: WatchedEntry, zone: string, after: string, attributes: Readonly<Record<string, unknown>> = {}, leadId = 'lead-1') {
  const [, way] = waysOf(plan([], { watch: [entry] }));
  if (way?.kind !== 'date') throw new Error('no way in by date');
  const moment = momentOf(way, { scope: scopeWith(attributes), leadId, zoneOf: () => zone }, Date.parse(after));
  return moment === undefined ? undefined : [new Date(moment.at).toISOString(), moment.round];
}

const broadcast = (date: string, time: number): WatchedEntry => ({
  kind: 'at',
  moment: { kind: 'at', anchor: { kind: 'date', date: { kind: 'constant', value: date } }, time },
  ...base,
});
const birthday: Expression = { kind: 'attribute', name: 'birthday', type: 'date' };
const yearly: WatchedEntry = { kind: 'every', unit: 'year', on: { kind: 'date', date: birthday }, time: 540, ...base };
const daily: WatchedEntry = { kind: 'every', unit: 'day', time: 150, ...base };

describe('a moment at a change of clocks', () => {
  test.each([
    // 02:30 does not exist: it moves forward by the length of the gap.
    ['Europe/Berlin', '2026-03-29', 150, '2026-03-29T01:30:00.000Z'],
    ['America/New_York', '2026-03-08', 150, '2026-03-08T07:30:00.000Z'],
    // Half an hour in Lord Howe.
    ['Australia/Lord_Howe', '2026-10-04', 135, '2026-10-03T15:45:00.000Z'],
    // 01:30 comes twice: the first counts.
    ['America/New_York', '2026-11-01', 90, '2026-11-01T05:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25', 150, '2026-10-25T00:30:00.000Z'],
    ['Asia/Kathmandu', '2026-10-25', 540, '2026-10-25T03:15:00.000Z'],
  ])('in %s on %s', (zone, date, time, expected) => {
    expect(next(broadcast(date, time), zone, '2026-01-01T00:00:00Z')?.[0]).toBe(expected);
  });

  test('a rhythm has one moment a day there, too', () => {
    const days = ['2026-10-24T23:00:00Z', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'].map((after) => next(daily, 'Europe/Berlin', after)?.[0]);
    expect(days).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z', '2026-10-27T01:30:00.000Z']);
  });
});

describe('a rhythm', () => {
  test('keeps a birthday of 29 February on the 28th, and in leap years on its day', () => {
    const of = (after: string) => next(yearly, 'UTC', after, { birthday: '1992-02-29' });
    expect(of('2026-01-01T00:00:00Z')).toEqual(['2026-02-28T09:00:00.000Z', 'every:2026']);
    expect(of('2026-02-28T09:00:00Z')).toEqual(['2027-02-28T09:00:00.000Z', 'every:2027']);
    expect(of('2028-01-01T00:00:00Z')).toEqual(['2028-02-29T09:00:00.000Z', 'every:2028']);
  });

  test('has no moment while the date is missing, or no date', () => {
    expect(next(yearly, 'UTC', '2026-01-01T00:00:00Z')).toBeUndefined();
    expect(next(yearly, 'UTC', '2026-01-01T00:00:00Z', { birthday: 'in spring' })).toBeUndefined();
  });

  test('spreads by a fixed share of the window, over midnight as well', () => {
    const late: WatchedEntry = { ...daily, time: 23 * 60, spreadMs: 4 * hour };
    const moments = Array.from({ length: 40 }, (_, index) => next(late, 'UTC', '2026-03-02T12:00:00Z', {}, `lead-${index}`)?.[0] ?? '');
    expect(moments).toEqual(Array.from({ length: 40 }, (_, index) => next(late, 'UTC', '2026-03-02T12:00:00Z', {}, `lead-${index}`)?.[0]));
    for (const moment of moments) {
      expect(Date.parse(moment)).toBeGreaterThanOrEqual(Date.parse('2026-03-02T23:00:00Z'));
      expect(Date.parse(moment)).toBeLessThan(Date.parse('2026-03-03T03:00:00Z'));
    }
    expect(new Set(moments).size).toBeGreaterThan(25);
  });
});

describe('the next flip', () => {
  const ends: Expression = { kind: 'attribute', name: 'ends_at', type: 'timestamp' };
  const left: Expression = { kind: 'arithmetic', operator: '-', left: ends, right: { kind: 'now' } };
  const inThreeDays: Expression = { kind: 'compare', operator: '<', left, right: { kind: 'constant', value: 3 * day } };

  test('of a distance to now is told to the millisecond', () => {
    const scope = scopeWith({ ends_at: monday + 10 * day + 123 });
    const first = nextFlip(inThreeDays, scope);
    expect(first).toBe(monday + 7 * day + 123);
    expect(nextFlip(inThreeDays, { ...scope, now: monday + 7 * day + 123 })).toBe(monday + 7 * day + 124);
  });

  test('of such a distance to what moves with events has the events, too', () => {
    const count: Expression = { kind: 'count', event: 'page_viewed', window: { kind: 'in-last', ms: 2 * day } };
    const days: Expression = { kind: 'arithmetic', operator: '*', left: count, right: { kind: 'constant', value: day } };
    const scope = scopeWith({ ends_at: monday + 10 * day }, { events: [event('page_viewed', monday - day)] });
    expect(nextFlip({ kind: 'compare', operator: '<', left, right: days }, scope)).toBe(monday + day);
  });
});
