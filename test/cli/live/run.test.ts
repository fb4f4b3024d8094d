import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../../runtime/service/stage/until.js';
import type { Started } from '../perennial.js';
import { perennial, rewrite, startPerennial, tempFolder } from '../perennial.js';
import { leftOf, treeOf } from '../process-tree.js';

/** A codec that leaves all as it is, and writes down that it was asked. */
const noting = `
import { appendFileSync } from 'node:fs';
const file = new URL('encoded', import.meta.url);
export const createCodec = () => ({
  encode: async (payloads) => (appendFileSync(file, 'asked\\n'), payloads),
  decode: async (payloads) => payloads,
});
`;

/** One repository runs once for all that is asked of it: to start the servers takes longest. */
describe.skipIf(process.platform !== 'linux')('perennial run', () => {
  test('takes events, sends mail, answers the other commands, and leaves nothing when it ends', { timeout: 240_000 }, async () => {
    const folder = join(tempFolder(), 'mine');
    await perennial(['init', folder]);
    writeFileSync(join(folder, 'codec.mjs'), noting);
    const { running, ingest, writeKey, temporal } = await started(folder);
    const post = poster(ingest, writeKey);

    expect((await fetch(temporal)).status).toBe(200);
    expect((await fetch(`${ingest}/v1/track`, { method: 'POST', body: '{}' })).status).toBe(401);
    await post('identify', { userId: 'u-1', traits: { email: 'ada@example.com', plan: 'trial', first_name: 'Ada' } });
    await post('track', { userId: 'u-1', event: 'signed_up', properties: { plan: 'trial' } });

    const mail = await until('the first mail', 60_000, () => firstMail(folder), 500);
    expect(mail).toMatchObject({ number: 1, to: ['ada@example.com'], subject: 'Ada, your account is ready' });
    const shown = await asJson(['inbox', folder, '--show', '1', '--format', 'json']);
    expect(shown).toMatchObject({ text: expect.stringContaining('Hello Ada,'), html: expect.stringContaining('<a') });
    expect((await perennial(['inbox', folder])).out).toMatch(/^#  date \(UTC\) +to +subject\n1 {2}\d{4}-\S+ \S+ {2}ada@example\.com {2}Ada, /);

    const lead = await perennial(['lead', 'u-1', folder]);
    expect(lead.code).toBe(0);
    expect(lead.out).toMatch(/^Lead u-1\nscore 20 = fit 0 \+ pain 20\n/);
    expect(lead.out).toMatch(/✉ welcome\/hello +sent: Accepted by the mail server\./);
    expect(await perennial(['lead', 'u-2', folder])).toMatchObject({ code: 1, out: '' });
    expect(await asJson(['status', folder, '--format', 'json'])).toMatchObject({
      version: 1,
      running: true,
      totals: { leads: 1, sent: 1 },
    });

    const again = await perennial(['run', folder]);
    expect(again).toMatchObject({ code: 2, out: '' });
    expect(again.err).toBe(`perennial: It runs already, at ${ingest}.\nSee: perennial status ${folder}\n`);

    // The one-click way of RFC 8058, as mail programs take it.
    const unsubscribed = await fetch(unsubscribeUrlOf(shown), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(unsubscribed.status).toBe(200);
    await until('the objection in the timeline', 20_000, async () => {
      const { out } = await perennial(['lead', 'u-1', folder]);
      return /● unsubscribed/.test(out) ? true : undefined;
    }, 500);

    rewrite(folder, 'campaigns/welcome.yaml', 'on: document_created', 'on: document_creatd');
    expect(await perennial(['apply', folder])).toMatchObject({ code: 1, out: '' });
    rewrite(folder, 'campaigns/welcome.yaml', 'on: document_creatd', 'on: document_created');
    const unchanged = await perennial(['apply', folder, '--dry-run']);
    expect(unchanged.out).toMatch(/^(unchanged +[a-z-]+\n){6}$/);

    const seen = treeOf(running.child.pid ?? 0);
    // The program, PostgreSQL with its helpers, Temporal.
    expect(seen.length).toBeGreaterThan(4);
    expect(seen.flatMap(({ sockets }) => sockets).length).toBeGreaterThan(3);
    running.child.kill('SIGINT');
    const { code, err } = await running.ended;
    expect(code, err).toBe(0);
    expect(leftOf(seen)).toEqual([]);
    // Beside the sample that it is tried out with: what the workflows are told, and tell.
    expect(readFileSync(join(folder, 'encoded'), 'utf8').split('\n').length).toBeGreaterThan(3);
    expect(err).toMatch(/Stopping …\n$/);

    // Nothing runs now; what was stored is there all the same, and so it is for the next run.
    expect(await asJson(['status', folder, '--format', 'json'])).toMatchObject({ running: false, totals: { leads: 1, sent: 1 } });
    expect((await perennial(['inbox', folder, '--to', 'ada@example.com'])).out).toContain('Ada, your account is ready');
    const next = await started(folder);
    expect(next.writeKey).toBe(writeKey);
    await poster(next.ingest, writeKey)('track', { userId: 'u-1', event: 'document_created', properties: { source: 'blank' } });
    await until('the way out of the welcome', 30_000, async () => {
      const { out } = await perennial(['lead', 'u-1', folder]);
      return /■ welcome\/first-document +Left: document_created/.test(out) ? true : undefined;
    }, 500);
    const all = treeOf(next.running.child.pid ?? 0);
    next.running.child.kill('SIGTERM');
    expect((await next.running.ended).code).toBe(0);
    expect(leftOf(all)).toEqual([]);
  });
});

async function started(folder: string): Promise<{
  readonly running: Started;
  readonly ingest: string;
  readonly writeKey: string;
  readonly temporal: string;
}> {
  const running = startPerennial(['run', folder, '--port', '0'], { env: { PERENNIAL_PAYLOAD_CODEC: join(folder, 'codec.mjs') } });
  const answer = await until('the start of all servers', 120_000, () => {
    if (running.child.exitCode !== null) throw new Error(`it ended: ${running.err()}`);
    return /^Ingest API +(\S+) +\(write key (\S+)\)\nTemporal +(\S+)\n[\s\S]*Ctrl-C ends it/.exec(running.out()) ?? undefined;
  });
  const [, ingest = '', writeKey = '', temporal = ''] = answer;
  return { running, ingest, writeKey, temporal };
}

function poster(ingest: string, writeKey: string): (kind: string, body: object) => Promise<void> {
  return async (kind, body) => {
    const response = await fetch(`${ingest}/v1/${kind}`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${writeKey}:`)}` },
      body: JSON.stringify(body),
    });
    expect(response.status, await response.text()).toBe(200);
  };
}

async function firstMail(folder: string): Promise<unknown> {
  const listed = await asJson(['inbox', folder, '--format', 'json']);
  const mails = typeof listed === 'object' && listed !== null && 'mails' in listed ? listed.mails : undefined;
  return Array.isArray(mails) ? mails[0] : undefined;
}

async function asJson(args: readonly string[]): Promise<unknown> {
  const { out, err } = await perennial(args);
  if (out === '') throw new Error(`${args.join(' ')} printed nothing: ${err}`);
  return JSON.parse(out);
}

function unsubscribeUrlOf(mail: unknown): string {
  const text = JSON.stringify(mail);
  const url = /"name":"list-unsubscribe","value":"<(http[^>]+)>/.exec(text)?.[1];
  if (url === undefined) throw new Error(`the mail has no List-Unsubscribe: ${text}`);
  return url;
}
