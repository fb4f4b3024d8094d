import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../runtime/service/stage/until.js';
import type { Finished } from './perennial.js';
import { copyOf, perennial, rewrite, startPerennial } from './perennial.js';

// Each on a copy of its repository, so side by side.
describe.concurrent('perennial demo', { timeout: 600_000 }, () => {
  test('saas: five campaigns and more, hundreds of real mails, none twice, and for everything a reason', async () => {
    const folder = copyOf('examples/saas');
    const played = await perennial(['demo', 'saas', '--leads', '130', '--format', 'json', '--repository', folder]);
    expect(played.code, played.err).toBe(0);
    const { campaigns, inbox, duplicates, sdrReady, reasons } = reportOf(played);
    expect(campaigns.filter(({ entered }) => entered > 0).length).toBeGreaterThanOrEqual(5);
    const sent = campaigns.reduce((sum, campaign) => sum + campaign.sent, 0);
    expect(sent).toBeGreaterThanOrEqual(600);
    expect(inbox).toBe(sent);
    expect(duplicates).toBe(0);
    expect(sdrReady).toBeGreaterThanOrEqual(10);
    const kinds = reasons.map(({ kind, reason }) => `${kind}: ${reason}`);
    expect(new Set(kinds.filter((kind) => kind.startsWith('skipped'))).size).toBeGreaterThanOrEqual(4);
    expect(new Set(kinds.filter((kind) => kind.startsWith('left'))).size).toBeGreaterThanOrEqual(4);
    expect(existsSync(join(folder, '.perennial/demo'))).toBe(false);
    expect(existsSync(join(folder, '.perennial/state.json'))).toBe(false);
  });

  test('shop: the journeys of real customers equal those of an independent computation', async () => {
    const folder = copyOf('examples/shop');
    const played = await perennial(['demo', 'shop', '--leads', '15', '--format', 'json', '--repository', folder]);
    expect(played.code, played.out).toBe(0);
    expect(JSON.parse(played.out)).toMatchObject({ leads: 15, mismatches: 0, duplicates: 0 });
    const { journeys } = reportOf(played);
    expect(journeys).toBeGreaterThan(100);
  });

  test('shop: a mail that comes two days late is noticed', async () => {
    const folder = copyOf('examples/shop');
    rewrite(folder, 'campaigns/win-back.yaml', 'after: 57d', 'after: 59d');
    const played = await perennial(['demo', 'shop', '--leads', '3', '--repository', folder]);
    expect(played.code, played.err).toBe(1);
    expect(played.out).toMatch(/\n3 leads, \d+ journeys compared step by step with an independent computation from the CSV:\n\d+ differences\.\n/);
    expect(played.out).toMatch(/ in win-back since \S+: "been-a-while" sent at \S+ was expected, but "been-a-while" sent at /);
  });

  test('--keep leaves all of it open to look around, and what was stored for later', async () => {
    const folder = copyOf('examples/saas');
    const { child, out, err, ended } = startPerennial(['demo', '--leads', '5', '--keep', '--repository', folder]);
    await until('the end of the play', 300_000, () => (err().includes('Ctrl-C ends it.') ? true : undefined));
    expect(out()).toMatch(/^5 leads, \d+ events, (\d+) mails sent, \1 in the inbox, 0 twice; \d+ seconds\.\n/);
    expect((await perennial(['status', folder])).out).toMatch(/^Running:\n[\s\S]*\n5 leads, /);
    expect((await perennial(['demo', '--repository', folder])).err).toBe(
      'perennial: This show plays already, or was kept open.\nEnd it first: Ctrl-C where it runs.\n',
    );
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
    const { out: mails } = await perennial(['inbox', folder]);
    expect(out()).toContain(`, ${mails.trimEnd().split('\n').length - 1} in the inbox, `);
  });

  test('a repository with errors is not played', async () => {
    const folder = copyOf('examples/saas');
    rewrite(folder, 'campaigns/welcome.yaml', 'on: signed_up', 'on: sined_up');
    const { code, out, err } = await perennial(['demo', '--repository', folder]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/The campaigns have errors; nothing was played\.\n$/);
  });
});

interface Report {
  readonly campaigns: readonly { readonly entered: number; readonly sent: number }[];
  readonly inbox: number;
  readonly duplicates: number;
  readonly sdrReady: number;
  readonly reasons: readonly { readonly kind: string; readonly reason: string }[];
  readonly journeys?: number;
}

function reportOf({ out }: Finished): Report {
  // Written for programs, and this is one: whatever is missing fails the test.
  const report: Report = JSON.parse(out);
  return report;
}
