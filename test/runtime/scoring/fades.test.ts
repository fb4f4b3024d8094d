import { expect, test } from 'vitest';
import { nextFade, pointsLeft } from '../../../runtime/scoring/fades.js';

const day = 86_400_000;
const month = 30 * day;

test.each([
  [0, 20],
  [month - 1, 10],
  [month, 10],
  [2 * month, 5],
  [4 * month, 1],
  [10 * month, 0],
])('20 points that halve in 30 days are after %d ms %d', (age, points) => {
  expect(pointsLeft([{ points: 20, at: 0 }], month, age)).toBe(points);
  // Taken off, they come back in the same way.
  expect(pointsLeft([{ points: -20, at: 0 }], month, age)).toBe(-points || 0);
});

test('the next moment is the first at which a point less is left', () => {
  const gifts = [{ points: 20, at: 0 }, { points: 7, at: 3 * day }, { points: 20, at: 40 * day }];
  let now = 40 * day;
  let left = pointsLeft(gifts, month, now);
  let steps = 0;
  for (let at = nextFade(gifts, month, now); at !== undefined; at = nextFade(gifts, month, now)) {
    expect(pointsLeft(gifts, month, at - 2)).toBe(left);
    expect(pointsLeft(gifts, month, at)).toBe(left - 1);
    now = at;
    left -= 1;
    steps += 1;
  }
  expect(left).toBe(0);
  expect(steps).toBe(pointsLeft(gifts, month, 40 * day));
});

test('what is given for the future, by a clock that is ahead, has not begun to fade', () => {
  expect(pointsLeft([{ points: 20, at: month }], month, 0)).toBe(20);
});
