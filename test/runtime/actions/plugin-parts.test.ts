import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPluginChannel } from '../../../runtime/actions/plugin.channel.js';
import { createVirtualClock } from '../../../runtime/clock.js';
import { defineChannel } from '../../../runtime/extensions/define-channel.js';
import { defineFunction } from '../../../runtime/extensions/define-function.js';
import { definePlugin, manifestOf } from '../../../runtime/extensions/define-plugin.js';
import { defineTrigger } from '../../../runtime/extensions/define-trigger.js';
import { loadPlugins } from '../../../runtime/extensions/load-plugins.js';
import type { PluginRegistry } from '../../../runtime/extensions/registry.js';
import { createReceive } from '../../../runtime/service/receive-trigger.js';

const code = `
const deliver = async ({ to, text, config, messageId }, { underWay, secret }) => {
  if (config.how === 'throws') throw new Error('away');
  if (config.how === 'refuses') return { kind: 'refused', response: 'nobody at ' + to, suppress: true };
  await underWay();
  if (config.how === 'crashes') process.exit(1);
  return { kind: 'sent', response: [text, messageId, secret('PUSH_KEY').length].join(' ') };
};
const receive = async ({ body, headers }, { secret }) => {
  if (headers['x-signature'] !== secret('SIGNING_KEY')) return { kind: 'refused', reason: 'not signed' };
  if (body === 'hello') return { kind: 'answer', body: 'world' };
  if (body === 'hang') for (;;) {}
  return { kind: 'events', events: [{ userId: 'u-1', messageId: 'm-1', properties: JSON.parse(body) }] };
};
export const plugin = {
  kind: 'plugin', name: 'parts', apiVersion: 1, actions: [],
  channels: [{ manifest: { name: 'push' }, deliver, lookUp: async (id) => ({ kind: 'sent', response: 'seen ' + id }) }],
  triggers: [{ manifest: { name: 'pushed' }, receive }],
  functions: [{ manifest: { name: 'shout' }, evaluate: ([word]) => word.toUpperCase() }],
};
`;

let root: string;
let registry: PluginRegistry;
let problems: readonly string[];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'plug-in-parts-'));
  const unused = (): never => {
    throw new Error('only its manifest is taken');
  };
  const object = { type: 'object', properties: { how: { type: 'string' } } } as const;
  const plugin = definePlugin({
    name: 'parts',
    apiVersion: 1,
    channels: [defineChannel({ name: 'push', version: 1, summary: 'x', config: object, consent: 'none', deadline: '15s', secrets: ['PUSH_KEY'], deliver: unused })],
    triggers: [
      defineTrigger({ name: 'pushed', version: 1, summary: 'x', event: 'was_pushed', config: object, properties: object, secrets: ['SIGNING_KEY'], receive: unused }),
    ],
    functions: [defineFunction({ name: 'shout', version: 1, summary: 'x', parameters: { word: 'text' }, result: 'text', evaluate: unused })],
  });
  const pack = { name: 'parts', version: '1.0.0' };
  writeFileSync(join(root, 'package.json'), JSON.stringify({ ...pack, type: 'module', main: 'plugin.js' }));
  writeFileSync(join(root, 'plugin.manifest.json'), JSON.stringify(manifestOf(plugin, pack)));
  writeFileSync(join(root, 'plugin.js'), code);
  ({ registry, problems } = await loadPlugins(root, ['./.', 'not-installed']));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('plug-ins are found by their manifests; one that is not there is said so, and harms nobody', () => {
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^The plug-in "not-installed" cannot be loaded: /);
  expect(registry.functions.get('shout')?.evaluate(['ada'])).toBe('ADA');
  expect([...registry.channels.keys(), ...registry.triggers.keys()]).toEqual(['push', 'was_pushed']);
  expect(registry.channels.get('push')?.module).toBe(pathToFileURL(join(root, 'plugin.js')).href);
});

describe.concurrent('a channel of a plug-in', () => {
  const channel = (how: string) => {
    const push = registry.channels.get('push');
    if (push === undefined) throw new Error('no channel');
    return createPluginChannel(push, { config: { how }, secrets: { PUSH_KEY: 'a key' }, now: () => 0, virtual: true });
  };
  const mail = { messageId: '<k@x>', from: { name: '', address: '' }, to: 'device-7', subject: '', html: '', text: 'Hello' };
  const deliver = async (how: string, underWay = async (): Promise<void> => {}) => channel(how).deliver(mail, underWay);

  test('sends after the point of no return', async () => {
    let asked = 0;
    const underWay = async (): Promise<void> => void (asked += 1);
    expect(await deliver('sends', underWay)).toEqual({ kind: 'sent', response: 'Hello <k@x> 5' });
    expect(asked).toBe(1);
  });

  test('refuses for good, without the name of anybody', async () => {
    expect(await deliver('refuses')).toEqual({ kind: 'refused', response: 'nobody at [recipient]', suppress: 'no_mailbox' });
  });

  test('throws what happens before, and does not know what happens after', async () => {
    await expect(deliver('throws')).rejects.toThrow('nothing was handed over');
    expect(await deliver('crashes')).toMatchObject({ kind: 'unknown' });
  });

  test('gives up when the message may not leave any more', async () => {
    const lost = new Error('another attempt holds the claim');
    await expect(deliver('sends', () => Promise.reject(lost))).rejects.toBe(lost);
  });

  test('looks up what it can', async () => {
    expect(await channel('sends').lookUp('<k@x>')).toEqual({ kind: 'sent', response: 'seen <k@x>' });
  });
});

describe.concurrent('a trigger of a plug-in', () => {
  const receive = (body: string, signature = 'signed') => {
    const plugins = { registry: () => registry, functions: new Map(), use: async () => {} };
    const ask = createReceive({ clock: createVirtualClock(0), plugins, secretOf: () => 'signed' });
    return ask('was_pushed', { method: 'POST', headers: { 'x-signature': signature }, body });
  };

  test('makes events, answers handshakes, refuses strangers', async () => {
    expect(await receive('{"how":"hard"}')).toEqual({
      kind: 'events',
      event: 'was_pushed',
      events: [{ userId: 'u-1', messageId: 'm-1', properties: { how: 'hard' } }],
    });
    expect(await receive('hello')).toEqual({ kind: 'answer', body: 'world' });
    expect(await receive('hello', 'forged')).toEqual({ kind: 'refused' });
  });

  test('whose events are not what it promises is told so', async () => {
    expect(await receive('{"how":5}')).toEqual({ kind: 'events', event: 'was_pushed', events: [undefined] });
    expect(await receive('no JSON')).toEqual({ kind: 'failed' });
  });
});
