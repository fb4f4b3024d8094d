import { expect, test } from 'vitest';
import { addDuration, fromLocal, printLocal } from '../../../../runtime/engine/time/civil-time.js';

const at = (iso: string): number => Date.parse(iso);

test.each([
  // New York goes from 02:00 to 03:00 on 8 March 2026, Berlin on 29 March.
  ['America/New_York', '2026-03-07T14:00:00Z', 1, 'd', '2026-03-08T13:00:00Z'],
  ['Europe/Berlin', '2026-03-28T08:00:00Z', 24, 'h', '2026-03-29T08:00:00Z'],
  ['Europe/Berlin', '2026-03-28T08:00:00Z', 1, 'd', '2026-03-29T07:00:00Z'],
  // 02:30 does not exist on the 29th: it moves forward by the gap.
  ['Europe/Berlin', '2026-03-28T01:30:00Z', 1, 'd', '2026-03-29T01:30:00Z'],
  // 02:30 comes twice on 25 October: the first is taken.
  ['Europe/Berlin', '2026-10-24T00:30:00Z', 1, 'd', '2026-10-25T00:30:00Z'],
  // Lord Howe moves by half an hour.
  ['Australia/Lord_Howe', '2026-04-03T22:00:00Z', 2, 'd', '2026-04-05T22:30:00Z'],
  ['Asia/Kathmandu', '2026-01-31T00:00:00Z', 1, 'mo', '2026-02-28T00:00:00Z'],
  ['UTC', '2024-02-29T12:00:00Z', 1, 'y', '2025-02-28T12:00:00Z'],
] as const)('%s: %s and %d%s is %s', (zone, from, amount, unit, to) => {
  expect(new Date(addDuration(zone, at(from), { amount, unit })).toISOString()).toBe(new Date(at(to)).toISOString());
});

test('a wall-clock reading comes back as it was', () => {
  const local = Date.UTC(2026, 2, 30, 9, 30);
  expect(printLocal('Asia/Tokyo', fromLocal('Asia/Tokyo', local))).toBe('2026-03-30 09:30');
});
