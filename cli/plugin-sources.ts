import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { manifestFile } from '../compiler/extensions/manifest.js';
import { isPluginName, pluginFolder } from '../compiler/extensions/plugin-folder.js';
import type { Source } from '../grammar/span.js';
import { entryOf } from '../grammar/tree/tree-node.js';

const files = [manifestFile, 'package.json'];
const maxBytes = 1024 * 1024;

/**
 * The manifests of the plug-ins that a perennial.yaml lists, as sources of a check; no plug-in's
 * code is loaded. Packages are looked for as Node does: in `node_modules` of the repository, then
 * of the folders above it.
 */
export async function pluginSources(root: string, workspace: Source | undefined): Promise<readonly Source[]> {
  const names = await pluginNames(workspace);
  const read = names.filter(isPluginName).flatMap((name) => {
    const folder = pluginFolder(name);
    const place = placeOf(root, folder);
    return files.map((file) => readSource(join(place, file), `${folder}/${file}`));
  });
  return (await Promise.all(read)).flatMap((source) => source ?? []);
}

async function pluginNames(workspace: Source | undefined): Promise<readonly string[]> {
  if (workspace === undefined || !/^plugins:/m.test(workspace.text)) return [];
  // Only now: most repositories have no plug-in.
  const { parseYaml } = await import('../grammar/yaml/parse-yaml.js');
  const { value } = parseYaml(workspace);
  const list = value === undefined ? undefined : entryOf(value, 'plugins')?.value;
  if (list?.kind !== 'sequence') return [];
  return list.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
}

function placeOf(root: string, folder: string): string {
  if (!folder.startsWith('node_modules/')) return join(root, folder);
  for (let above = root; above !== dirname(above); above = dirname(above)) {
    if (existsSync(join(above, folder))) return join(above, folder);
  }
  return join(root, folder);
}

/** What cannot be read is not there: the check says so where the plug-in is named. */
async function readSource(file: string, path: string): Promise<Source | undefined> {
  try {
    const { size } = await stat(file);
    return size > maxBytes ? undefined : { path, text: await readFile(file, 'utf8') };
  } catch {
    return undefined;
  }
}
