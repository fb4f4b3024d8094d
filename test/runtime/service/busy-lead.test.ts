import { expect, onTestFinished, test, vi } from 'vitest';
import type { Plan } from '../../../compiler/plan/ir.js';
import { realClock } from '../../../runtime/clock.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import { handsOn } from '../leads/lead-world.js';
import { contentOf, day, planOf, sendOf, workspaceWith } from '../leads/release-for-tests.js';
import { openService } from './stage/open-service.js';
import { startSmtpWitness } from './stage/smtp-witness.js';
import { until } from './stage/until.js';
import { useServers } from './stage/use-servers.js';

vi.setConfig({ testTimeout: 120_000 });

const servers = useServers();

/** Five times as many as a worker has slots for looks. */
const crowd = 200;
const cap = 100;
const others = ['bea', 'cem', 'dov', 'eva', 'fei'];
/** For most runs to be begun and at rest. */
const restMs = 9_000;

test('200 campaigns of one lead wake at once: the cap holds, and others whose mail is due right after do not wait until all are through', async () => {
  const mail = await startSmtpWitness();
  onTestFinished(() => mail.stop());
  const { db, databaseUrl } = servers();
  const { service } = await openService(servers(), mail.port);
  onTestFinished(() => service.stop());
  const at = Date.now() + restMs;
  const plans = Array.from({ length: crowd }, (_, index) => planAt(`crowd-${index}`, 'ordered', at));
  const all = [...plans, planAt('alone', 'arrived', at + 100)];
  const workspace = workspaceWith({ caps: [{ count: cap, windowMs: day }] });
  await applyRelease(db, { workspace, campaigns: all.map((plan) => ({ plan, content: contentOf(plan, plan.campaign) })) }, Date.now());
  const hands = handsOn({ db, url: databaseUrl, close: async () => {} }, realClock);
  for (const user of ['busy', ...others]) {
    await hands.identify(user, { email: `${user}@${user}.example` });
    await hands.say(user, user === 'busy' ? 'ordered' : 'arrived');
  }

  await until('every campaign is through', 60_000, async () => {
    const [row] = await hands.rows<{ n: number }>('select count(*)::int as n from enrolments where ending is not null');
    return row?.n === crowd + others.length ? true : undefined;
  }, 100);
  const sent = await hands.rows<{ campaign: string; at: number }>(
    `select e.campaign, c.settled_at as at from claims c join enrolments e on e.id = c.enrolment_id where c.state = 'sent'`,
  );
  const toOthers = sent.filter(({ campaign }) => campaign === 'alone').map((row) => row.at);
  expect(sent.length - toOthers.length).toBe(cap);
  expect(toOthers).toHaveLength(others.length);
  expect(mail.accepted()).toBe(sent.length);
  const [last] = await hands.rows<{ at: number }>(`select max(ended_at) as at from enrolments where campaign <> 'alone'`);
  expect(Math.max(...toOthers)).toBeLessThan(last?.at ?? 0);
});

function planAt(campaign: string, event: string, at: number): Plan {
  const due = { kind: 'at', anchor: { kind: 'date', date: { kind: 'constant', value: at } } } as const;
  return planOf(campaign, [sendOf('hello', { due })], { enter: [{ event, again: { kind: 'never' } }] });
}
