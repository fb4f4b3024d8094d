import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createVirtualClock } from '../../../runtime/clock.js';
import { orchestraOf } from '../../../runtime/service/orchestra.js';
import { startService } from '../../../runtime/service/start-service.js';
import type { Moment } from '../../../runtime/simulate/conductor.js';
import { conduct } from '../../../runtime/simulate/conductor.js';
import { applyRelease } from '../../../runtime/store/releases.js';
import type { Release } from '../../../compiler/plan/ir.js';
import { campaignText, checkWhole } from '../../compiler/whole-repository.js';
import { day, hour, minute, start } from '../leads/release-for-tests.js';
import type { SmtpWitness } from './stage/smtp-witness.js';
import { startSmtpWitness } from './stage/smtp-witness.js';
import { useServers } from './stage/use-servers.js';

vi.setConfig({ testTimeout: 180_000 });

const ways: Readonly<Record<string, string>> = {
  'by-change': '- on: changed(lead.plan)\n  where: event.old == "free"',
  'by-silence': '- on: page_viewed\n  unless: order_placed or page_viewed within 30min',
  'by-condition': '- becomes: did(page_viewed ever) and not did(page_viewed in last 14d)\n  already: skip',
  'by-date': '- at: lead.renewal_date - 60d 09:00\n  late: skip',
  'by-birthday': '- every: year on lead.renewal_date 09:00',
  'by-broadcast': '- at: 2026-04-01 09:00 lead time spread 2h\n  to: power-users\n  late: skip',
  'by-news': '- on: project_created\n  to: power-users one per account by score.fit\n  again: always',
  'by-ending': '- on: campaign_finished\n  where: event.campaign == "by-silence"',
};

async function releaseOf(campaigns: Readonly<Record<string, string>>): Promise<Release> {
  const files = Object.entries(campaigns).map(
    ([name, enter]) => `# path: campaigns/${name}.yaml\n${campaignText({ enter }).replace('campaign: demo', `campaign: ${name}`)}`,
  );
  const { release, diagnostics } = await checkWhole(files.join(''));
  if (release === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return release;
}

const writeKey = 'ways-in-test';
const servers = useServers();
let mail: SmtpWitness;
beforeAll(async () => {
  mail = await startSmtpWitness();
});
afterAll(() => mail?.stop());

test('every way in opens on the real server, at its moment', async () => {
  const { db, databaseUrl, temporal } = servers();
  const clock = createVirtualClock(start);
  await applyRelease(db, await releaseOf(ways), start);
  const service = await startService({
    databaseUrl,
    temporal: { address: temporal.address, namespace: 'default' },
    smtp: { host: '127.0.0.1', port: mail.port },
    clock,
    secret: 'a secret of the tests',
    writeKeys: [writeKey],
    ingest: { host: '127.0.0.1', port: 0 },
    onError: () => {},
  });
  const said = (at: number, ...items: readonly { readonly userId: string; readonly [key: string]: unknown }[]): Moment => ({
    at,
    users: items.map(({ userId }) => userId),
    async play() {
      const batch = items.map((item, index) => ({ messageId: `${at}-${index}`, timestamp: new Date(at).toISOString(), ...item }));
      const response = await fetch(`${service.ingestUrl}/v1/batch`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' },
        body: JSON.stringify({ batch }),
      });
      expect(response.ok).toBe(true);
    },
  });
  const ada = { email: 'ada@loopback.example', plan: 'free', company_size: 200, renewal_date: '2026-06-15', time_zone: 'Asia/Tokyo' };
  const grace = { email: 'grace@loopback.example', plan: 'free', company_size: 20, renewal_date: '2026-03-20', time_zone: 'UTC' };
  const moments = [
    said(start, { type: 'identify', userId: 'ada', traits: ada }, { type: 'identify', userId: 'grace', traits: grace }),
    said(start + hour, { type: 'track', userId: 'ada', event: 'page_viewed' }),
    said(start + 2 * hour, { type: 'identify', userId: 'ada', traits: { plan: 'pro' } }),
    said(start + day, { type: 'track', userId: 'the-product', event: 'project_created' }),
  ];
  try {
    await conduct({ clock, orchestra: orchestraOf(service), moments, until: Date.parse('2026-07-01T00:00:00Z') });
    const { rows } = await db.pool.query<{ campaign: string; lead: string; at: number; ending: string | null }>(
      `select e.campaign, l.user_id as lead, e.entered_at as at, e.ending from enrolments e join leads l on l.id = e.lead_id
       order by e.campaign, l.user_id`,
    );
    const broadcast = rows.find(({ campaign }) => campaign === 'by-broadcast')?.at ?? 0;
    const morning = Date.parse('2026-04-01T00:00:00Z');
    expect(broadcast).toBeGreaterThanOrEqual(morning);
    expect(broadcast).toBeLessThan(morning + 2 * hour);
    const silence = start + hour + 30 * minute;
    expect(rows.map(({ campaign, lead, at }) => [campaign, lead, at])).toEqual([
      ['by-birthday', 'ada', Date.parse('2026-06-15T00:00:00Z')],
      ['by-birthday', 'grace', Date.parse('2026-03-20T09:00:00Z')],
      ['by-broadcast', 'ada', broadcast],
      ['by-change', 'ada', start + 2 * hour],
      ['by-condition', 'ada', start + hour + 14 * day],
      ['by-date', 'ada', Date.parse('2026-04-16T00:00:00Z')],
      ['by-ending', 'ada', silence],
      ['by-news', 'ada', start + day],
      ['by-silence', 'ada', silence],
    ]);
    expect(new Set(rows.map(({ ending }) => ending))).toEqual(new Set(['finished']));

    // Launched among leads who are there: who meets the condition already comes in now.
    const launch = clock.now();
    await applyRelease(db, await releaseOf({ ...ways, 'by-launch': '- becomes: lead.company_size > 100\n  already: enter' }), launch);
    await conduct({ clock, orchestra: orchestraOf(service), moments: [], until: launch + hour });
    const { rows: launched } = await db.pool.query<{ lead: string; at: number }>(
      "select l.user_id as lead, e.entered_at as at from enrolments e join leads l on l.id = e.lead_id where e.campaign = 'by-launch'",
    );
    expect(launched).toEqual([{ lead: 'ada', at: launch }]);
  } finally {
    await service.stop();
  }
});
