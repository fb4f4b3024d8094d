import { expect, test } from 'vitest';
import { copyOf, perennial, rewrite } from './perennial.js';

const minutes = 60_000;

interface Played {
  readonly campaigns: readonly { readonly name: string; readonly entered: number; readonly sent: number; readonly skipped: number; readonly left: number; readonly goal: number }[];
  readonly inbox: number;
  readonly duplicates: number;
  readonly sdrReady: number;
  readonly reasons: readonly { readonly kind: string; readonly reason: string; readonly times: number }[];
  readonly leads?: number;
  readonly mismatches?: number;
}

async function play(args: readonly string[]): Promise<{ code: number; err: string; played: Played }> {
  const { code, out, err } = await perennial(['demo', ...args, '--format', 'json']);
  const played: Played = JSON.parse(out);
  return { code, err, played };
}

test('the saas demo ends by itself, with hundreds of mails, none of them twice', { timeout: 8 * minutes }, async () => {
  const { code, played } = await play(['saas', '--repository', copyOf('examples/saas')]);
  const sent = played.campaigns.reduce((sum, campaign) => sum + campaign.sent, 0);
  expect(code).toBe(0);
  expect(played.campaigns.length).toBeGreaterThanOrEqual(5);
  expect(sent).toBeGreaterThanOrEqual(600);
  expect(played.inbox).toBe(sent);
  expect(played.duplicates).toBe(0);
  expect(played.sdrReady).toBeGreaterThanOrEqual(10);
  const stopped = played.reasons.filter(({ kind }) => kind === 'skipped' || kind === 'left');
  expect(new Set(stopped.map(({ kind, reason }) => `${kind} ${reason}`)).size).toBeGreaterThanOrEqual(4);
});

test('real people go through the shop as the independent computation says', { timeout: 5 * minutes }, async () => {
  const { code, played } = await play(['shop', '--leads', '30', '--repository', copyOf('examples/shop')]);
  expect(played).toMatchObject({ leads: 30, mismatches: 0, duplicates: 0 });
  expect(code).toBe(0);
});

test('a wait that is two days too long makes the comparison fail', { timeout: 5 * minutes }, async () => {
  const shifted = copyOf('examples/shop');
  rewrite(shifted, 'campaigns/win-back.yaml', 'after: 57d', 'after: 59d');
  const { code, played } = await play(['shop', '--leads', '12', '--repository', shifted]);
  expect(played.mismatches).toBeGreaterThan(0);
  expect(code).toBe(1);
});
