import { beforeEach, expect, test } from 'vitest';
import { simulateLead } from '../../runtime/simulate/simulate-lead.js';
import { timelineOf } from '../../runtime/store/reports/timeline.js';
import { statement } from '../../runtime/store/database.js';
import { day, hour, start } from '../runtime/leads/release-for-tests.js';
import { useCluster } from '../runtime/store/test-database.js';
import type { TestDatabase } from '../runtime/store/test-database.js';
import { campaign, compiled, playOf, workspace } from './play.js';

const open = useCluster();
let database: TestDatabase;
beforeEach(async () => {
  database = await open();
});

test('pain 5: cannot test before launch, or test differs from production', async () => {
  const rules = workspace('caps:\n  - 9 marketing emails in 7d\nquiet_hours: 22:00-07:00');
  const steps = `- send: hello
- send: tip
  at: day 1 09:30 mon-fri spread 30min
- wait: project
  for: project_created
  at_most: 3d
  then:
    - send: well-done
      email: hours business
  else:
    - send: help
- set: offer
  attribute: lead.offered_upgrade
  to: true
- task: call
  team: success
- send: at-once
- send: for-pro
  after: 1d
  when: lead.plan == "pro"
- send: over
  at: lead.trial_ends_at - 3d
  late: skip`;
  const release = await compiled(rules, campaign({ keys: 'leave:\n  - on: subscription_started', steps }));
  const [only] = release.campaigns;
  if (only === undefined) throw new Error('there is no campaign');
  const attributes = { email: 'ada@example.com', plan: 'trial', trial_ends_at: '2026-03-04T00:00:00Z' };
  const stories = [
    [['signed_up', start], ['project_created', start + 50 * hour]],
    [['signed_up', start + 10 * hour], ['subscription_started', start + 4 * day]],
    [['signed_up', start], ['unsubscribed', start + 2 * day]],
  ] as const;
  for (const story of stories) {
    const events = story.map(([name, at], seq) => ({ seq, name, at, properties: {} }));
    const { why } = simulateLead({ plan: only.plan, workspace: release.workspace, attributes, events, until: start + 90 * day });
    const foretold = why.map(({ code, step, detail, text, at }) => ({ code, step: step ?? null, detail: detail ?? null, text, at }));

    const play = await playOf(await open(), release);
    // Where the lead stands in a spread hangs on its id.
    await play.identify('simulated', attributes);
    for (const [name, at] of story) {
      await play.walk(at);
      await play.say('simulated', name);
    }
    await play.walk(start + 90 * day);
    const happened = await play.rows<Told>('select code, step, detail, text, at from decisions order by id');
    expect(fromEntry(foretold)).toEqual(fromEntry(happened));
    expect(happened.length).toBeGreaterThan(3);
  }
});

interface Told extends Record<string, unknown> {
  readonly code: string;
  readonly step: string | null;
  readonly detail: string | null;
  readonly text: string;
  readonly at: number;
}

/** Tests tell nothing of the entry itself; what a channel says of a hand-over is its own. */
function fromEntry(told: readonly Told[]): readonly Told[] {
  return told.filter(({ code }) => code !== 'entered').map((one) => (one.code === 'sent' ? { ...one, text: '' } : one));
}

test('pain 6: why did, or did not, this person get it', async () => {
  const rules = workspace('caps:\n  - 1 marketing emails in 24h\nover_cap: defer 1h then drop');
  const play = await playOf(
    database,
    await compiled(rules, campaign({ steps: '- send: hello\n- send: pros\n  after: 1d\n  when: lead.plan == "pro"' }), campaign({ name: 'z-second' })),
  );
  await play.signUp('plain', 'silent', 'again', 'gone');
  await play.identify('silent', { email: null });
  await play.say('gone', 'unsubscribed', { topic: 'product-tips' });
  await play.walk(start + hour);
  await play.say('again', 'signed_up', { plan: 'trial' });
  await play.walk(start + 9 * day);
  const why = async (user: string): Promise<readonly string[]> => {
    const timeline = await timelineOf(database.db, user);
    return (timeline?.entries ?? []).flatMap((entry) =>
      entry.kind === 'decision' && ['sent', 'skipped', 'stayed_out', 'withdrawn'].includes(entry.code)
        ? [`${entry.campaign}${entry.step === null ? '' : `/${entry.step}`} ${entry.code}: ${entry.text}`]
        : [],
    );
  };
  const told = Object.fromEntries(await Promise.all(['plain', 'silent', 'again', 'gone'].map(async (user) => [user, await why(user)])));
  expect(told).toMatchInlineSnapshot(`
    {
      "again": [
        "welcome/hello sent: Accepted by the mail server.",
        "z-second/hello skipped: The cap of 1 marketing emails in 1 day is reached: sent 2026-03-02 13:00. There is no room in time.",
        "welcome stayed_out: Is in the campaign already.",
        "z-second stayed_out: Was in the campaign before; it takes nobody twice.",
        "welcome/pros skipped: Did not match: lead.plan is another, needs == "pro".",
      ],
      "gone": [
        "welcome/hello skipped: Unsubscribed from product-tips.",
        "z-second/hello skipped: Unsubscribed from product-tips.",
        "welcome/pros skipped: Did not match: lead.plan is another, needs == "pro".",
      ],
      "plain": [
        "welcome/hello sent: Accepted by the mail server.",
        "z-second/hello skipped: The cap of 1 marketing emails in 1 day is reached: sent 2026-03-02 13:00. There is no room in time.",
        "welcome/pros skipped: Did not match: lead.plan is another, needs == "pro".",
      ],
      "silent": [
        "welcome/hello skipped: The lead has no e-mail address.",
        "z-second/hello skipped: The lead has no e-mail address.",
        "welcome/pros skipped: Did not match: lead.plan is another, needs == "pro".",
      ],
    }
  `);
  // No message of any lead's campaigns is without an answer.
  expect(await database.db.query(unanswered)).toEqual([]);
});

const unanswered = statement<{ user_id: string }>(
  'test-unanswered',
  `select l.user_id, e.campaign, s.step from enrolments e join leads l on l.id = e.lead_id
   join plans p on p.hash = e.plan_hash, lateral (select value->>'id' as step from jsonb_array_elements(p.plan->'steps') where value->>'kind' = 'send') s
   where not exists (select from decisions d where d.enrolment_id = e.id and d.step = s.step and d.code in ('sent', 'skipped') and d.text <> '')`,
);
