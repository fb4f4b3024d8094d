import { expect, test } from 'vitest';
import { runCampaignTest } from '../../runtime/simulate/campaign-test.js';
import { completed } from '../compiler/fixture.js';
import { checkWhole } from '../compiler/whole-repository.js';
import { campaign } from './play.js';

/** What happens to one lead in `welcome`, to the minute of its own clock. */
async function happened(files: string, lead: string, events: string): Promise<readonly string[]> {
  const story = `# path: tests/one.test.yaml
test: one lead
campaign: welcome
lead: { email: ada@example.com${lead === '' ? '' : `, ${lead}`} }
events:
${events
  .split('\n')
  .map((line) => `  - ${line}`)
  .join('\n')}
expect:
  - { left: finished }
`;
  const { release, tests, diagnostics } = await checkWhole(`${files}${story}`);
  if (release === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return tests.flatMap((one) => runCampaignTest(one, release).happened).map((line) => line.split('  ').slice(0, 2).join(' '));
}

test('pain 7: time zone and DST errors', async () => {
  const mails = campaign({
    steps: '- send: night\n  at: day 1 02:30\n- send: day-after\n  after: 1d\n- send: hours-after\n  after: 24h\n- send: past\n  at: lead.trial_ends_at\n  late: skip',
  });
  const inBerlin = (date: string) => happened(mails, 'time_zone: Europe/Berlin, trial_ends_at: 2026-01-01T00:00:00Z', `{ at: ${date} 09:00, event: signed_up }`);
  // The night that has no 02:30: forward. The next day at the same time on the wall, 24 hours on the clock of physics.
  expect(await inBerlin('2026-03-28')).toEqual([
    '2026-03-29 03:30 sent: night',
    '2026-03-30 03:30 sent: day-after',
    '2026-03-31 03:30 sent: hours-after',
    // What is past is not sent at once: its author said so.
    '2026-03-31 03:30 skipped: past',
    '2026-03-31 03:30 left: finished',
  ]);
  // Across the change itself a day and 24 hours are two things.
  const across = campaign({ steps: '- send: one-day\n  after: 1d\n- send: back\n  at: day 0 12:00\n  late: send' });
  expect((await happened(across, 'time_zone: Europe/Berlin', '{ at: 2026-03-28 09:00, event: signed_up }'))[0]).toBe('2026-03-29 09:00 sent: one-day');
  const elapsed = across.replace('after: 1d', 'after: 24h');
  expect((await happened(elapsed, 'time_zone: Europe/Berlin', '{ at: 2026-03-28 09:00, event: signed_up }'))[0]).toBe('2026-03-29 10:00 sent: one-day');
  // The night that has 02:30 twice: once.
  expect((await inBerlin('2026-10-24')).filter((line) => line.includes('night'))).toEqual(['2026-10-25 02:30 sent: night']);
  // Each lead by its own clock; without one, by the company's.
  const nine = campaign({ steps: '- send: nine\n  at: day 2 09:00' });
  for (const zone of ['America/Los_Angeles', 'Asia/Kathmandu', 'Australia/Lord_Howe']) {
    expect((await happened(nine, `time_zone: ${zone}`, '{ at: 2026-03-02 12:00, event: signed_up }'))[0]).toBe('2026-03-04 09:00 sent: nine');
  }
  expect((await happened(nine, '', '{ at: 2026-03-02 12:00, event: signed_up }'))[0]).toBe('2026-03-04 09:00 sent: nine');
  // A duration that cannot be read is not ignored, and one with two meanings not guessed.
  for (const after of ['4 hrs', '30m']) {
    const { release, diagnostics } = await checkWhole(campaign({ steps: `- send: hello\n  after: ${after}` }));
    expect(release).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === 'error')).not.toEqual([]);
  }
});

test('pain 19: no sequences in open-source senders', async () => {
  // A sequence of five, as text, with what none of the plain senders has: it stops when it has worked.
  const text = `# path: campaigns/welcome.campaign
campaign welcome "Welcome a new trial"
kind welcome  stage lead  owner growth
enter on signed_up
leave on subscription_started
goal activated within 14d
email topic product-tips from onboarding

send one
send two after 3d
send three after 3d
send four after 3d
send five after 3d
`;
  const template = completed(campaign({})).find(({ path }) => path.endsWith('hello.mjml'))?.text ?? '';
  const templates = ['one', 'two', 'three', 'four', 'five'].map((name) => `# path: templates/welcome/${name}.mjml\n${template}`).join('');
  const told = (events: string) => happened(`${text}${templates}`, 'time_zone: Europe/Berlin', events);
  expect(await told('{ at: 2026-03-02 10:00, event: signed_up }')).toEqual([
    '2026-03-02 10:00 sent: one',
    '2026-03-05 10:00 sent: two',
    '2026-03-08 10:00 sent: three',
    '2026-03-11 10:00 sent: four',
    '2026-03-14 10:00 sent: five',
    '2026-03-14 10:00 left: finished',
  ]);
  const worked = await told('{ at: 2026-03-02 10:00, event: signed_up }\n{ after: 4d, event: activated }');
  expect(worked.at(-1)).toBe('2026-03-06 10:00 left: goal');
  expect(worked).toHaveLength(3);
});
