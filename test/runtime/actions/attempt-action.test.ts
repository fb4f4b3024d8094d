import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActionAttempt } from '../../../runtime/actions/attempt-action.js';
import { attemptAction } from '../../../runtime/actions/attempt-action.js';
import type { Overseer } from '../../../runtime/actions/run-plugin.js';
import { ordinaryLimits } from '../../../runtime/actions/limits.js';
import type { Misbehaviour, MisbehavingPlugin } from './misbehaving-plugin.js';
import { writeMisbehavingPlugin } from './misbehaving-plugin.js';

let plugin: MisbehavingPlugin;
beforeAll(() => {
  plugin = writeMisbehavingPlugin();
});
afterAll(() => plugin.remove());

const at = Date.UTC(2026, 2, 2, 12);
const secret = 'k-"1"-secret';

function attempt(name: Misbehaviour, changes: Partial<ActionAttempt> = {}, overseer: Overseer = {}, attemptMs = 8_000) {
  const { manifest, ...rest } = plugin.action(name);
  const offered = { ...rest, manifest: { ...manifest, timeouts: { ...manifest.timeouts, attemptMs } } };
  const lead = { userId: 'u-1', attributes: { email: 'ada@example.com' } };
  const input = { config: {}, lead, entry: { event: 'signed_up', properties: {} } };
  const whole = { idempotencyKey: 'key-1', attempt: 3, input, secrets: { API_KEY: secret }, now: at, virtual: true, leftMs: 60_000 };
  return attemptAction(offered, { ...whole, ...changes }, overseer);
}

describe.concurrent('an action in a process of its own', () => {
  test('gets what it is given, the clock and its secrets, and keeps none of them', async () => {
    const lines: string[] = [];
    let beats = 0;
    const log = (_level: string, message: string): void => void lines.push(message);
    const end = await attempt('fine', {}, { log, heartbeat: () => (beats += 1) });
    expect(end).toEqual({
      kind: 'done',
      output: { size: 7, said: '', key: 'key-1', attempt: 3, at, told: '[secret]' },
    });
    expect(lines).toEqual(['working for [secret]']);
    expect(beats).toBe(1);
  });

  test('is ended when it hangs, with or without an ear for its signal', async () => {
    const limits = { ...ordinaryLimits, graceMs: 200 };
    const ends = await Promise.all((['hang', 'deaf', 'polite'] as const).map((name) => attempt(name, {}, { limits }, 2_000)));
    for (const end of ends) expect(end).toEqual({ kind: 'again', reason: 'it did not end in its time', patience: false });
  });

  test('is ended when its lead leaves', async () => {
    const control = new AbortController();
    setTimeout(() => control.abort(), 1_000);
    expect(await attempt('polite', {}, { signal: control.signal })).toEqual({ kind: 'called-off' });
  });

  test('that throws is tried again, and sees no environment', async () => {
    expect(await attempt('throws')).toEqual({ kind: 'again', reason: 'Error: no luck with undefined', patience: false });
  });

  test('that ends itself is tried again', async () => {
    expect(await attempt('exits')).toEqual({ kind: 'again', reason: 'its process ended without a word', patience: false });
  });

  test('is ended when it says too much', async () => {
    const flood = { kind: 'again', reason: 'it said more than it may', patience: false };
    expect(await Promise.all([attempt('flood-output'), attempt('flood-log')])).toEqual([flood, flood]);
  });

  test('may print what it likes: nobody reads it', async () => {
    expect(await attempt('flood-print')).toEqual({ kind: 'done', output: {} });
  });

  test('is told what its schemas and its own check say', async () => {
    const input = (config: unknown) => ({ input: { config, lead: { userId: 'u', attributes: {} }, entry: { event: 'e', properties: {} } } });
    expect(await attempt('fine', input({ word: 5 }))).toMatchObject({ kind: 'failed', detail: 'config', reason: '/word must be string' });
    expect(await attempt('fine', input({ other: 5 }))).toMatchObject({ kind: 'failed', detail: 'config' });
    expect(await attempt('fine', input({ word: 'forbidden' }))).toMatchObject({ kind: 'failed', detail: 'config', reason: '/word is forbidden' });
    expect(await attempt('wrong-output')).toMatchObject({ kind: 'failed', detail: 'output', reason: '/size must be number' });
    expect(await attempt('nothing')).toMatchObject({ kind: 'failed', detail: 'output' });
  });

  test('may refuse for good, or ask for patience', async () => {
    expect(await attempt('refuses')).toEqual({ kind: 'failed', detail: 'refused', reason: 'no such company' });
    expect(await attempt('later')).toEqual({ kind: 'again', afterMs: 40, reason: 'patience', patience: true });
  });

  test('whose secret is not set says which', async () => {
    expect(await attempt('fine', { secrets: {} })).toMatchObject({ kind: 'again', reason: expect.stringContaining('"API_KEY"') });
  });
});

describe('memory', () => {
  const limits = { ...ordinaryLimits, memoryMb: 64 };

  test('of its heap ends it alone', async () => {
    expect(await attempt('heap', {}, { limits })).toMatchObject({ kind: 'again', reason: expect.stringMatching(/memory|without a word/) });
  });

  test.runIf(process.platform === 'linux')('outside of its heap ends it too', async () => {
    expect(await attempt('buffers', {}, { limits })).toEqual({ kind: 'again', reason: 'it took more memory than it may', patience: false });
  });
});
