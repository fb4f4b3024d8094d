import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../../compiler/extensions/is-record.js';
import type { Plugin } from '../../runtime/extensions/plugin.js';
import { entryOfPackage, importPlugin as importPluginAt } from '../../runtime/extensions/plugin-package.js';
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
  const entry = entryOfPackage(pack);
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
  return importPluginAt(path).catch((error: unknown) => {
    const words = error instanceof Error ? error.message : String(error);
    const [first = ''] = words.split('\n');
    throw new UsageError(`${path} cannot be loaded: ${first}`, 'Mend it, build it, and try again.');
  });
}

function parsePackage(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
