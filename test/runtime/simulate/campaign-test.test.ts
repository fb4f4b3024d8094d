import { describe, expect, test } from 'vitest';
import { failureOf, resultsOf } from './welcome-repository.js';

const head = `test: a trial
campaign: welcome
lead: { email: ada@example.com, plan: trial, trial_ends_at: 2026-03-20T12:00:00Z }
events:
  - { at: 2026-03-02 10:00, event: signed_up, with: { plan: trial } }
`;

const inFull = `${head}  - { after: 51h, event: project_created }
expect:
  - { sent: hello, at: 2026-03-02 10:00 }
  - { sent: for-trials, at: 2026-03-03 10:00 }
  - { sent: invite-team, at: 2026-03-04 13:00 }
  - { sent: trial-ending, at: 2026-03-17 09:00 }
  - { left: finished }
`;

const unaided = (expected: string) => `${head}expect:\n${expected}`;

describe('a test of a campaign', () => {
  test('passes when everything came as expected, in order and to the minute', async () => {
    const [result] = await resultsOf(inFull);
    expect(result).toMatchObject({ name: 'a trial', campaign: 'welcome', failures: [] });
    expect(result?.happened).toHaveLength(5);
  });

  test('reads moments in the zone of the lead, and of the company where the lead has none', async () => {
    const [result] = await resultsOf(inFull.replace('lead: {', 'lead: { time_zone: America/New_York,'));
    expect(result?.failures).toEqual([]);
    expect(result?.happened[0]).toMatch(/^2026-03-02 10:00 {2}sent: hello/);
  });

  test('need not tell what was set, and may not be silent about a task', async () => {
    const told = '  - { sent: hello }\n  - { sent: for-trials }\n  - { task: book-call }\n  - { skipped: trial-ending }\n';
    expect((await resultsOf(unaided(`${told}  - { left: finished }\n`)))[0]?.failures).toEqual([]);
    const silent = await failureOf(unaided(told.replace('  - { task: book-call }\n', '')));
    expect(silent.text).toContain('what came: 2026-03-06 10:00  task: book-call');
  });

  test('several of them in one file are each told of', async () => {
    const two = `tests:\n${[inFull, inFull.replace('a trial', 'another')]
      .map((one) => one.trimEnd().replaceAll(/^/gm, '    ').replace('    test', '  - test'))
      .join('\n')}\n`;
    expect((await resultsOf(two)).map(({ name, failures }) => [name, failures.length])).toEqual([
      ['a trial', 0],
      ['another', 0],
    ]);
  });
});

describe('a test that fails says', () => {
  test('what came in place of what was expected', async () => {
    expect(await failureOf(unaided('  - { sent: hello }\n  - { sent: invite-team }\n'))).toEqual({
      at: 'sent: invite-team',
      text: 'Expected "sent: invite-team"; what came: 2026-03-03 10:00  sent: for-trials  Sent.',
    });
  });

  test('the first difference alone: what follows is shifted', async () => {
    const [result] = await resultsOf(unaided('  - { sent: for-trials }\n  - { sent: hello }\n  - { left: goal }\n'));
    expect(result?.failures).toHaveLength(1);
  });

  test('when it came, where the moment was another', async () => {
    expect(await failureOf(unaided('  - { sent: hello, at: 2026-03-02 11:00 }\n'))).toEqual({
      at: '2026-03-02 11:00',
      text: 'Expected "sent: hello" at 2026-03-02 11:00; it came at 2026-03-02 10:00.',
    });
  });

  test('that nothing more happened, or what else did', async () => {
    expect((await failureOf(inFull.replace('- { left: finished }', '- { left: finished }\n  - { sent: hello }'))).text).toBe(
      'Expected "sent: hello", but nothing more happened.',
    );
    const short = await failureOf(inFull.replace('  - { left: finished }\n', ''));
    expect(short.text).toMatch(/^Not expected: 2026-03-17 09:00 {2}left: finished/);
  });

  test('which event has no moment, or lies before the one above it', async () => {
    const first = await failureOf(inFull.replace('at: 2026-03-02 10:00, event', 'after: 1d, event'));
    expect(first.text).toContain('This event has no moment');
    const second = await failureOf(inFull.replace('after: 51h', 'at: 2026-03-01 10:00'));
    expect(second).toMatchObject({
      at: 'at: 2026-03-01 10:00',
      text: 'This event lies before the one above it.',
    });
  });
});
