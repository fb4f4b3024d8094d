import { expect, test } from 'vitest';
import { decodeCampaign } from '../../../grammar/decode/decode-campaign.js';
import type { Flow } from '../../../compiler/flow/flow.js';
import { completes } from '../../../compiler/flow/completes.js';
import { flowOf } from '../../../compiler/flow/flow.js';
import { journeyAlong } from '../../../compiler/flow/moments.js';

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

test('each value of a branch, arm of a split and outcome of a task is a way of its own', () => {
  const flow = flowOfSteps([
    '- branch: by-plan',
    '  on: lead.plan',
    '  cases:',
    '    free:',
    '      - send: free',
    '  else:',
    '    - send: others',
    '      after: 1d',
    '- split: offer',
    '  arms:',
    '    call:',
    '      share: 50%',
    '      steps:',
    '        - task: book-call',
    '          team: success',
    '          due: 48h',
    '          outcomes:',
    '            booked:',
    '              - send: see-you',
    '            late:',
    '              - send: sorry',
    '    guide:',
    '      share: 50%',
    '      steps:',
    '        - send: guide',
  ]);
  expect(['free', 'others', 'see-you', 'sorry', 'guide'].map((id) => earliest(flow, id))).toEqual([0, dayMs, 0, 2 * dayMs, 0]);
});

test('a split that looks for the best arm can take as long as it looks', () => {
  const flow = flowOfSteps([
    '- split: subject',
    '  best: clicked(short since entry) after 2d else short',
    '  arms:',
    '    short:',
    '      share: 50%',
    '      steps:',
    '        - send: short',
    '    winner:',
    '      steps: []',
    '- send: next',
    '  at: day 1 09:00',
  ]);
  expect(earliest(flow, 'short')).toBe(0);
  expect(canBeLate(flow, 'next')).toBe(true);
});

test('each round of a repeat is visited at its time, as often as there can be', () => {
  const flow = flowOfSteps(['- repeat: tips', '  every: 7d', '  times: 3', '  steps:', '    - send: tip', '- send: last']);
  const [once, all] = flow.paths;
  expect(once?.map(({ step }) => step.id.value)).toEqual(['tips', 'tip', 'last']);
  expect(all?.map(({ step }) => step.id.value)).toEqual(['tips', 'tip', 'tips', 'tip', 'tips', 'tip', 'last']);
  const moments: number[] = [];
  journeyAlong(all ?? [], 'far')(0, (step, arrivedMs, dueMs) => {
    if (step.id.value === 'tip') moments.push(Math.max(arrivedMs, dueMs) / dayMs);
  });
  expect(moments).toEqual([0, 7, 14]);
});

test('a playlist sends once a round', () => {
  const flow = flowOfSteps(['- repeat: tips', '  every: 7d', '  times: 2', '  play: library'], ['playlists:', '  library:', '    - one', '    - two when lead.plan == "pro"']);
  expect(flow.sends.map(({ step, certain, templates }) => [step.id.value, certain, templates.map(({ value }) => value)])).toEqual([
    ['tips', true, ['one', 'two']],
  ]);
});

test('nobody gets past a repeat that ends only with the campaign', () => {
  const past = (lines: readonly string[]) => completes(flowOfSteps(lines).steps[0] ?? { kind: 'end', id: { value: '', span }, span });
  expect(past(['- repeat: tips', '  every: 7d', '  steps:', '    - send: tip'])).toBe(false);
  expect(past(['- repeat: tips', '  every: 7d', '  until: lead.employee', '  steps:', '    - send: tip'])).toBe(true);
  expect(past(['- repeat: tips', '  every: 7d', '  times: 2', '  steps:', '    - send: tip', '    - end: stop'])).toBe(false);
});

const span = { file: 'test.yaml', start: 0, end: 0 };

function flowOfSteps(lines: readonly string[], keys: readonly string[] = []): Flow {
  const text = ['campaign: demo', 'kind: relationship', 'stage: lead', 'owner: us', ...keys, 'enter:', '  - on: signed_up', 'steps:']
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
