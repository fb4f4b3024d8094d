import { expect, test } from 'vitest';
import { campaignText, checkWhole } from '../whole-repository.js';

test.each([
  ['- on: changed(lead.plan)\n  where: event.old == "free" and event.new == "pro"', []],
  ['- on: changed(lead.plan)\n  where: event.old == "fre"', ['C3105']],
  ['- on: changed(lead.plan)\n  where: event.older == "free"', ['C2103']],
  ['- on: changed(lead.pln)', ['C2101']],
  ['- on: signed_up\n  unless: activatd or order_placed within 30min', ['C2102']],
  ['- becomes: lead.company_size', ['C3101']],
  ['- becomes: event.plan == "free"\n  already: skip', ['C3110']],
  ['- at: lead.country - 3d 09:00\n  late: skip', ['C3111']],
  ['- at: account.renewal_date - 60d 09:00\n  late: skip', []],
  ['- at: 2026-10-01 09:00 lead time spread 2h\n  to: power-users\n  late: skip', []],
  ['- every: year on lead.country 09:00\n  late: skip', ['C3111']],
  ['- every: year on lead.renewal_date 09:00\n  late: skip', []],
  ['- on: feature_released\n  to: power-user', ['C2102', 'C2114']],
  ['- on: signed_up\n  to: power-users one per account by score.fit', []],
  ['- on: signed_up\n  to: power-users one per account by lead.country', ['C3102']],
  ['- on: signed_up\n  again: each event.referer', ['C2103']],
])('%s gives %j', async (enter, wanted) => {
  const { diagnostics } = await checkWhole(campaignText({ enter }));
  const wrong = diagnostics.filter(({ severity }) => severity === 'error');
  expect(wrong.map(({ code }) => code)).toEqual(wanted);
});

test('a started campaign knows the event that its starters hand over', async () => {
  const starter = campaignText({ steps: '- start: other' });
  const other = campaignText({ enter: '- on: started', steps: '- send: hello\n  when: entry.plan == "trial" and entry.campaign is set' });
  const { diagnostics } = await checkWhole(
    `# path: campaigns/demo.yaml\n${starter}\n# path: campaigns/other.yaml\n${other.replace('campaign: demo', 'campaign: other')}`,
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('an event that consent is made of needs no declaration', async () => {
  const { diagnostics, release } = await checkWhole(
    campaignText({ enter: '- on: subscribed\n  where: event.topic == "product-tips"', steps: '- send: hello\n  when: not did(unsubscribed since entry)' }),
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(release?.campaigns.some(({ plan }) => plan.enter[0]?.event === 'subscribed')).toBe(true);
});
