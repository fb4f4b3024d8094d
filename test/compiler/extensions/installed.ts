import { readFileSync } from 'node:fs';
import type { Manifest } from '../../../compiler/extensions/manifest.js';
import { manifestHash } from '../../../compiler/extensions/read-manifest.js';
import type { Located, Source } from '../../../grammar/span.js';

const example = new URL('../../../examples/plugin-slack/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, example), 'utf8');

export const slackManifest: Manifest = JSON.parse(read('plugin.manifest.json'));

/** The manifest of the example, changed, with a hash that fits. */
export function manifestWith(changes: Partial<Manifest>): Manifest {
  const { hash: _hash, ...content } = { ...slackManifest, ...changes };
  return { ...content, hash: manifestHash(content) };
}

const [slackPost] = slackManifest.actions;
if (slackPost === undefined) throw new Error('the example has no action');

const oddSchema = { ...slackPost, config: { type: 'object', properties: { text: { type: 'txt' } } } };

/** Plug-ins as they may lie around, one of each kind; named as a perennial.yaml names them. */
export const installed: readonly Source[] = [
  { path: 'node_modules/@acme/perennial-slack/plugin.manifest.json', text: read('plugin.manifest.json') },
  { path: 'node_modules/@acme/perennial-slack/package.json', text: read('package.json') },
  json('plugins/unbuilt/package.json', { name: 'unbuilt', version: '1.0.0' }),
  { path: 'plugins/garbled/plugin.manifest.json', text: '{ "apiVersion": 1,' },
  json('plugins/half/plugin.manifest.json', { apiVersion: 1, name: 'half' }),
  json('node_modules/@acme/from-the-future/plugin.manifest.json', { apiVersion: 2, name: '@acme/from-the-future' }),
  json('plugins/edited/plugin.manifest.json', { ...slackManifest, name: 'edited' }),
  json('plugins/upgraded/plugin.manifest.json', manifestWith({ name: 'upgraded' })),
  json('plugins/upgraded/package.json', { name: 'upgraded', version: '1.1.0' }),
  json('node_modules/@acme/other-slack/plugin.manifest.json', manifestWith({ name: '@acme/other-slack', triggers: [], functions: [] })),
  json('plugins/odd-schema/plugin.manifest.json', manifestWith({ name: 'odd-schema', actions: [oddSchema] })),
];

function json(path: string, value: unknown): Source {
  return { path, text: JSON.stringify(value) };
}

/** The names of a `plugins:` line, placed. */
export function pluginsIn(text: string): readonly Located<string>[] {
  const list = /plugins: \[(.*)\]/.exec(text)?.[1] ?? '';
  let from = text.indexOf(list);
  return list.split(',').map((item) => {
    const value = item.trim().replaceAll('"', '');
    const start = text.indexOf(value, from);
    from = start + value.length;
    return { value, span: { file: 'perennial.yaml', start, end: from } };
  });
}
