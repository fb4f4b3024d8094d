import { describe, expect, test } from 'vitest';

import { readRepository } from '../../../cli/read-repository.js';
import { check } from '../../../compiler/check.js';
import { tellStory } from '../../../examples/saas/story.js';
import { walkStory } from './walk.js';

const sources = await readRepository(new URL('../../../examples/saas/', import.meta.url).pathname);
const { release, diagnostics } = await check(sources);
if (release === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
const ninetyDays = Date.UTC(2026, 0, 5) + 90 * 86_400_000;

describe.each([1, 7, 2026])('told from seed %i', (seed) => {
  const story = tellStory(seed);
  const told = walkStory(release, story, ninetyDays);
  const sent = told.filter(({ code }) => code === 'sent');

  test('the campaigns send at least 800 mails, and each of the marketing campaigns some', () => {
    expect(sent.length).toBeGreaterThanOrEqual(800);
    const campaigns = new Set(sent.map(({ campaign }) => campaign));
    expect([...campaigns].toSorted()).toEqual(['nurture', 'onboarding', 'renewal', 'upsell', 'welcome']);
  });

  test('every mail of the library is sent to somebody', () => {
    const mails = sources
      .filter(({ path }) => path.endsWith('.mjml'))
      .map(({ path }) => path.slice('templates/'.length, -'.mjml'.length));
    const written = new Set(sent.map(({ campaign, step }) => `${campaign}/${step}`));
    expect(mails.filter((mail) => !written.has(mail))).toEqual([]);
  });

  test('leads are skipped and held for every reason there is', () => {
    const passed = told.filter(({ code }) => code === 'skipped' || code === 'held');
    const details = new Set(passed.map(({ code, detail }) => `${code}: ${detail}`));
    expect([...details]).toEqual(
      expect.arrayContaining([
        'skipped: condition',
        'skipped: late',
        'skipped: no_address',
        'skipped: unsubscribed',
        'held: hours',
        'held: over_cap',
      ]),
    );
  });

  test('leads leave by the goal, by a purchase, by their first draft, as one of our own, and at the end', () => {
    const endings = new Set(
      told.flatMap(({ campaign, code, detail }) =>
        code === 'goal' || code === 'left' || code === 'finished' ? [`${campaign}: ${detail ?? code}`] : [],
      ),
    );
    expect([...endings]).toEqual(
      expect.arrayContaining([
        'welcome: activated',
        'welcome: document_created',
        'welcome: condition',
        'welcome: finished',
        'onboarding: onboarding_completed',
        'onboarding: subscription_started',
        'nurture: signed_up',
        'upsell: plan_upgraded',
        'renewal: subscription_renewed',
        'renewal: subscription_cancelled',
        'sdr-hand-off: opportunity_opened',
      ]),
    );
  });

  test('at least fifteen leads are handed to sales, some of them by their profile alone', () => {
    const handed = told.filter(({ step, code }) => step === 'first-contact' && code === 'task');
    const ready = new Set(handed.map(({ userId }) => userId));
    expect(ready.size).toBeGreaterThanOrEqual(15);
    // Without an account there are no points to speak of but those of the profile.
    const signedUp = story.filter((act) => act.kind === 'track' && act.name === 'signed_up');
    const users = new Set(signedUp.map(({ userId }) => userId));
    expect([...ready].filter((userId) => !users.has(userId)).length).toBeGreaterThanOrEqual(4);
    const escalated = told.filter(({ step, code }) => step === 'escalate' && code === 'task');
    expect(escalated.length).toBeGreaterThan(0);
    expect(escalated.length).toBeLessThan(handed.length);
  });

  test('nobody gets more than the caps allow', () => {
    for (const userId of new Set(sent.map((one) => one.userId))) {
      const mails = sent.filter((one) => one.userId === userId);
      for (const { at } of mails) {
        const within = (ms: number): number => mails.filter((other) => other.at <= at && other.at > at - ms).length;
        expect(within(7 * 86_400_000), userId).toBeLessThanOrEqual(3);
        expect(within(86_400_000), userId).toBeLessThanOrEqual(2);
      }
    }
  });
});
