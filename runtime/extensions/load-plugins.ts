import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isRecord } from '../../compiler/extensions/is-record.js';
import type { Manifest } from '../../compiler/extensions/manifest.js';
import { manifestFile } from '../../compiler/extensions/manifest.js';
import { readManifest } from '../../compiler/extensions/read-manifest.js';
import type { ExpressionFunction } from './define-function.js';
import { entryOfPackage, importPlugin, packageFolder } from './plugin-package.js';
import type { Offered, PluginRegistry } from './registry.js';

export interface LoadedPlugins {
  readonly registry: PluginRegistry;
  /** A sentence each; what it concerns is not in the registry. */
  readonly problems: readonly string[];
}

/**
 * Finds the plug-ins that a workspace names, by their manifests. Only the code of those that offer
 * functions is loaded here; everything else runs in processes of its own. Never throws: a plug-in
 * that is not there harms only the steps that use it.
 */
export async function loadPlugins(root: string, names: readonly string[]): Promise<LoadedPlugins> {
  const found = await Promise.all(names.map((name) => loadOne(packageFolder(root, name), name)));
  const loaded = found.filter((one) => one.kind === 'loaded');
  return {
    registry: {
      actions: offered(loaded, ({ actions }) => actions.map((one) => [one.name, one])),
      triggers: offered(loaded, ({ triggers }) => triggers.map((one) => [one.event, one])),
      channels: offered(loaded, ({ channels }) => channels.map((one) => [one.name, one])),
      functions: new Map(loaded.flatMap(({ functions }) => functions.map((one) => [one.manifest.name, one] as const)).reverse()),
    },
    problems: found.flatMap((one) => (one.kind === 'problem' ? [one.text] : [])),
  };
}

type Loaded =
  | { readonly kind: 'loaded'; readonly manifest: Manifest; readonly module: string; readonly functions: readonly ExpressionFunction[] }
  | { readonly kind: 'problem'; readonly text: string };

async function loadOne(folder: string, name: string): Promise<Loaded> {
  try {
    const reading = readManifest(await readFile(join(folder, manifestFile), 'utf8'));
    if (reading.kind !== 'read') return problem(name, `its manifest is ${reading.kind.replaceAll('-', ' ')}`);
    const { manifest } = reading;
    const pack: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const path = join(folder, entryOfPackage(isRecord(pack) ? pack : {}));
    const functions = manifest.functions.length === 0 ? [] : ((await importPlugin(path))?.functions ?? []);
    return { kind: 'loaded', manifest, module: pathToFileURL(path).href, functions };
  } catch (error) {
    const [words = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return problem(name, words);
  }
}

function problem(name: string, because: string): Loaded {
  return { kind: 'problem', text: `The plug-in "${name}" cannot be loaded: ${because}.` };
}

/** The first of two keeps the name, as in the check. */
function offered<Part>(
  loaded: readonly Extract<Loaded, { kind: 'loaded' }>[],
  partsOf: (manifest: Manifest) => readonly (readonly [string, Part])[],
): ReadonlyMap<string, Offered<Part>> {
  const found = new Map<string, Offered<Part>>();
  for (const { manifest, module } of loaded) {
    for (const [name, part] of partsOf(manifest)) {
      if (!found.has(name)) found.set(name, { manifest: part, plugin: manifest.name, module });
    }
  }
  return found;
}
