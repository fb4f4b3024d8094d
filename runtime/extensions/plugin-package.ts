import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isRecord } from '../../compiler/extensions/is-record.js';
import { pluginFolder } from '../../compiler/extensions/plugin-folder.js';
import type { Plugin } from './define-plugin.js';

/**
 * The folder of a plug-in that perennial.yaml names: in the repository, or in `node_modules` of it
 * and of the folders above, as Node looks for packages. It may not be there.
 */
export function packageFolder(root: string, name: string): string {
  const folder = pluginFolder(name);
  if (!folder.startsWith('node_modules/')) return join(root, folder);
  for (let above = root; above !== dirname(above); above = dirname(above)) {
    if (existsSync(join(above, folder))) return join(above, folder);
  }
  return join(root, folder);
}

/** The file of a package's code, from what its package.json says. */
export function entryOfPackage({ exports: exported, main }: Readonly<Record<string, unknown>>): string {
  const root = isRecord(exported) ? (exported['.'] ?? exported) : exported;
  const found = isRecord(root) ? (root['import'] ?? root['node'] ?? root['default']) : root;
  if (typeof found === 'string') return found;
  return typeof main === 'string' ? main : 'index.js';
}

/** Runs the code at a path and takes its plug-in; undefined where it exports none. @throws what the code throws */
export async function importPlugin(path: string): Promise<Plugin | undefined> {
  return pluginIn(await import(pathToFileURL(path).href));
}

/** The plug-in that a module exports, as `plugin` or by default. */
export function pluginIn(loaded: unknown): Plugin | undefined {
  return isRecord(loaded) ? [loaded['plugin'], loaded['default']].find(isPlugin) : undefined;
}

/** By what it holds, not by its class: it may come from another copy of this package. */
function isPlugin(value: unknown): value is Plugin {
  if (!isRecord(value) || value['kind'] !== 'plugin' || typeof value['name'] !== 'string') return false;
  return ['actions', 'triggers', 'channels', 'functions'].every((key) => {
    const parts = value[key];
    return Array.isArray(parts) && parts.every((part) => isRecord(part) && isRecord(part['manifest']));
  });
}
