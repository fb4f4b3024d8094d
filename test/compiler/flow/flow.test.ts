import { expect, test } from 'vitest';
import { decodeCampaign } from '../../../grammar/decode/decode-campaign.js';
import type { Flow } from '../../../compiler/flow/flow.js';
import { flowOf } from '../../../compiler/flow/flow.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

test('durations of one path add up', () => {
  const flow = flowOfSteps(['- send: one', '  after: 6h', '- send: two', '  after: 3d']);
  expect(earliest(flow, 'two')).toBe(3 * dayMs + 6 * hourMs);
});

test('a day begins at midnight, so day 2 at 09:30 is nearest for who enters late in the evening', () => {
  const flow = flowOfSteps(['- send: one', '  at: day 2 09:30']);
  expect(earliest(flow, 'one')).toBe(dayMs + 9.5 * hourMs + 60_000);
});

test('the branch of a wait that came true at once is the earliest, its else takes the whole limit', () => {
  const flow = flowOfSteps([
    '- wait: project',
    '  for: project_created',
    '  at_most: 3d',
    '  then:',
    '    - send: praise',
    '  else:',
    '    - send: help',
  ]);
  expect(earliest(flow, 'praise')).toBe(0);
  expect(earliest(flow, 'help')).toBe(3 * dayMs);
});

test('a step behind an end is reached by nobody', () => {
  const flow = flowOfSteps(['- end: stop', '- send: one']);
  expect(earliest(flow, 'one')).toBeUndefined();
});

test('a day behind a wait can be past when the wait can take longer, and not before', () => {
  const withLimit = (limit: string) =>
    flowOfSteps(['- wait: project', '  for: project_created', `  at_most: ${limit}`, '- send: one', '  at: day 3 09:00']);
  expect(canBeLate(withLimit('2d'), 'one')).toBe(false);
  expect(canBeLate(withLimit('3d'), 'one')).toBe(true);
});

test('every branch is visited however many ways there are', () => {
  const wait = (index: number) => [
    `- wait: wait-${index}`,
    '  for: project_created',
    '  at_most: 3d',
    '  then:',
    `    - send: then-${index}`,
    '  else:',
    `    - send: else-${index}`,
  ];
  const flow = flowOfSteps(Array.from({ length: 9 }, (_, index) => wait(index)).flat());
  const visited = flow.sends.map(({ step }) => earliest(flow, step.id.value));
  expect(visited).not.toContain(undefined);
});

function flowOfSteps(lines: readonly string[]): Flow {
  const text = ['campaign: demo', 'kind: nurture', 'stage: lead', 'owner: us', 'enter:', '  - on: signed_up', 'steps:']
    .concat(lines.map((line) => `  ${line}`))
    .join('\n');
  const { value, diagnostics } = decodeCampaign({ path: 'campaigns/demo.yaml', text });
  expect(diagnostics).toEqual([]);
  if (value === undefined) throw new Error('cannot be read');
  return flowOf(value);
}

function earliest(flow: Flow, id: string): number | undefined {
  const step = flow.steps.find((candidate) => candidate.id.value === id);
  return step === undefined ? undefined : flow.earliestMs(step);
}

function canBeLate(flow: Flow, id: string): boolean {
  const step = flow.steps.find((candidate) => candidate.id.value === id);
  return step !== undefined && flow.canBeLate(step);
}
