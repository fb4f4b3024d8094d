import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { manifestOf } from '../../../runtime/extensions/define-plugin.js';
import { defineAction } from '../../../runtime/extensions/define-action.js';
import { definePlugin } from '../../../runtime/extensions/define-plugin.js';
import type { ActionManifest } from '../../../compiler/extensions/manifest.js';
import type { Offered } from '../../../runtime/extensions/registry.js';

/** What each action of the plug-in does; code of functions that take what an action's `run` takes. */
const actions = {
  fine: `async ({ config, lead }, { idempotencyKey, attempt, secret, now, log, heartbeat }) => {
    heartbeat();
    log.info('working for ' + secret('API_KEY'));
    return { kind: 'done', output: { size: lead.attributes.size ?? 7, said: config.word ?? '', key: idempotencyKey, attempt, at: now(), told: secret('API_KEY') } };
  }`,
  hang: 'async () => { for (;;) {} }',
  deaf: 'async () => new Promise(() => setInterval(() => {}, 1_000))',
  polite: `async (_input, { signal }) => new Promise((_resolve, reject) => {
    setInterval(() => {}, 1_000);
    signal.addEventListener('abort', () => reject(signal.reason));
  })`,
  throws: "async () => { throw new Error('no luck with ' + process.env.HOME); }",
  exits: 'async () => process.exit(0)',
  'flood-output': "async () => ({ kind: 'done', output: { said: 'x'.repeat(50_000_000) } })",
  'flood-log': "async (_input, { log }) => { for (;;) log.info('x'.repeat(100)); }",
  'flood-print': "async () => { for (let line = 0; line < 20_000; line += 1) console.log('x'.repeat(1_000)); return { kind: 'done', output: {} }; }",
  heap: 'async () => { const all = []; for (;;) all.push(new Array(10_000).fill(Math.random())); }',
  buffers: 'async () => { const all = []; for (;;) { all.push(Buffer.alloc(10_000_000, 1)); await new Promise((go) => setTimeout(go, 1)); } }',
  nothing: 'async () => undefined',
  'wrong-output': "async () => ({ kind: 'done', output: { size: 'many' } })",
  refuses: "async () => ({ kind: 'refused', reason: 'no such company' })",
  later: "async () => ({ kind: 'later', afterMs: 40, reason: 'patience' })",
} as const;

export type Misbehaviour = keyof typeof actions;

const config = { type: 'object', properties: { word: { type: 'string' } } } as const;
const output = {
  type: 'object',
  properties: {
    size: { type: 'number' },
    said: { type: 'string' },
    key: { type: 'string' },
    attempt: { type: 'number' },
    at: { type: 'number' },
    told: { type: 'string' },
  },
} as const;

export interface MisbehavingPlugin {
  /** The folder of the package. */
  readonly folder: string;
  action(name: Misbehaviour, changes?: Partial<ActionManifest>): Offered<ActionManifest>;
  remove(): void;
}

/** A package whose actions do what no action should, on disk as an author ships it. */
export function writeMisbehavingPlugin({ source, attempt = '10s' }: { source?: string; attempt?: '2s' | '10s' } = {}): MisbehavingPlugin {
  const folder = mkdtempSync(join(tmpdir(), 'plug-in-'));
  const defined = Object.keys(actions).map((name) =>
    defineAction({
      name,
      version: 1,
      summary: name,
      config,
      output,
      effect: 'idempotent',
      consent: 'none',
      timeouts: { attempt, total: '1h' },
      retry: { attempts: 2, first: '1s', most: '1s' },
      secrets: ['API_KEY'],
      ...(source === undefined ? {} : { source }),
      run: async () => ({ kind: 'done', output: {} }),
    }),
  );
  const pack = { name: 'misbehaving', version: '1.0.0' };
  const manifest = manifestOf(definePlugin({ name: pack.name, apiVersion: 1, actions: defined }), pack);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...pack, type: 'module', exports: './plugin.js' }));
  writeFileSync(join(folder, 'plugin.manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'plugin.js'), codeOf());
  return {
    folder,
    action(name, more = {}) {
      const found = manifest.actions.find((one) => one.name === name);
      if (found === undefined) throw new Error(`no action ${name}`);
      return { manifest: { ...found, ...more }, plugin: pack.name, module: pathToFileURL(join(folder, 'plugin.js')).href };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function codeOf(): string {
  const all = Object.entries(actions).map(([name, run]) => {
    const check = "({ word }) => (word === 'forbidden' ? [{ path: '/word', message: 'is forbidden' }] : [])";
    return `{ kind: 'action', manifest: { name: '${name}' }, check: ${check}, run: ${run} }`;
  });
  return `export const plugin = { kind: 'plugin', name: 'misbehaving', apiVersion: 1, actions: [${all.join(',\n')}], triggers: [], channels: [], functions: [] };\n`;
}
