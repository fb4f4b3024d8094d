import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isRecord } from '../../compiler/extensions/is-record.js';
import type { Plugin } from '../../runtime/extensions/plugin.js';
import { UsageError } from '../exit-code.js';
import { kindOf } from '../repository-folder.js';

export interface LoadedPlugin {
  readonly plugin: Plugin;
  readonly pack: { readonly name: string; readonly version: string };
}

/**
 * Runs the code of a plug-in's package and takes its `plugin`.
 *
 * @throws UsageError when there is no package, no code, or no plug-in in it
 */
export async function loadPlugin(folder: string): Promise<LoadedPlugin> {
  const file = join(folder, 'package.json');
  if (kindOf(file) !== 'file') {
    throw new UsageError(`There is no package.json in ${folder}.`, 'Name the folder of the plug-in: perennial plugin manifest my-plugin');
  }
  const pack = parsePackage(await readFile(file, 'utf8'));
  const { name, version } = pack;
  if (typeof name !== 'string' || typeof version !== 'string') {
    throw new UsageError(`${file} has no name and version.`, 'Give the package both: they are in its manifest.');
  }
  const entry = entryOf(pack);
  const path = join(folder, entry);
  if (kindOf(path) !== 'file') {
    throw new UsageError(`There is no ${entry} in ${folder}.`, 'Build the plug-in first, or name its code under "exports" of package.json.');
  }
  const plugin = await importPlugin(path);
  if (plugin === undefined) {
    throw new UsageError(`${path} exports no plug-in.`, "Write: export const plugin = definePlugin({ name: '…', apiVersion: 1, actions: [ … ] })");
  }
  return { plugin, pack: { name, version } };
}

async function importPlugin(path: string): Promise<Plugin | undefined> {
  const loaded: unknown = await import(pathToFileURL(path).href).catch((error: unknown) => {
    const words = error instanceof Error ? error.message : String(error);
    const [first = ''] = words.split('\n');
    throw new UsageError(`${path} cannot be loaded: ${first}`, 'Mend it, build it, and try again.');
  });
  if (!isRecord(loaded)) return undefined;
  return [loaded['plugin'], loaded['default']].find(isPlugin);
}

/** By what it holds, not by its class: it may come from another copy of this package. */
function isPlugin(value: unknown): value is Plugin {
  if (!isRecord(value) || value['kind'] !== 'plugin' || typeof value['name'] !== 'string') return false;
  return ['actions', 'triggers', 'channels', 'functions'].every((key) => {
    const parts = value[key];
    return Array.isArray(parts) && parts.every((part) => isRecord(part) && isRecord(part['manifest']));
  });
}

function entryOf({ exports: exported, main }: Readonly<Record<string, unknown>>): string {
  const root = isRecord(exported) ? (exported['.'] ?? exported) : exported;
  const found = isRecord(root) ? (root['import'] ?? root['node'] ?? root['default']) : root;
  if (typeof found === 'string') return found;
  return typeof main === 'string' ? main : 'index.js';
}

function parsePackage(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
