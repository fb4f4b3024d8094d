import { expect, test } from 'vitest';
import type { ScoringPlan } from '../../../compiler/plan/ir.js';
import { scoreFit, scorePain } from '../../../runtime/scoring/score.js';

const seniority = { kind: 'attribute', name: 'seniority', type: 'text' } as const;
const scoring: ScoringPlan = {
  ready: 100,
  fit: [
    {
      name: 'title',
      rules: [
        { points: 25, when: { kind: 'in', left: seniority, values: ['c_level', 'vp'] } },
        { points: 10, when: { kind: 'in', left: seniority, values: ['c_level', 'manager'] } },
      ],
    },
  ],
  pain: [
    { name: 'demo', points: 20, event: 'demo_requested', once: true },
    { name: 'page', points: 10, event: 'page_viewed', once: false, perDay: 1, limit: 25 },
  ],
};

const view = { seq: 1, name: 'page_viewed', at: 0, properties: {} };

test('the first match of a factor counts, and only that', () => {
  expect(scoreFit(scoring, { seniority: 'c_level' }, 0)).toEqual([{ rule: 'title', points: 25 }]);
  expect(scoreFit(scoring, { seniority: 'manager' }, 0)).toEqual([{ rule: 'title', points: 10 }]);
  expect(scoreFit(scoring, {}, 0)).toEqual([]);
});

test('a rule gives no more than once, than its day and than its limit allow', () => {
  const demo = { ...view, name: 'demo_requested' };
  expect(scorePain(scoring, demo, {}, new Map())).toEqual([{ rule: 'demo', points: 20 }]);
  expect(scorePain(scoring, demo, {}, new Map([['demo', { times: 1, total: 20, onDay: 0 }]]))).toEqual([]);
  expect(scorePain(scoring, view, {}, new Map([['page', { times: 1, total: 10, onDay: 1 }]]))).toEqual([]);
  expect(scorePain(scoring, view, {}, new Map([['page', { times: 2, total: 20, onDay: 0 }]]))).toEqual([
    { rule: 'page', points: 5 },
  ]);
  expect(scorePain(scoring, view, {}, new Map([['page', { times: 3, total: 25, onDay: 0 }]]))).toEqual([]);
});
