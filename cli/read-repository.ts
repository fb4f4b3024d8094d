import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Source } from '../grammar/span.js';
import { textEndings } from '../grammar/text/surface.js';
import { UsageError } from './exit-code.js';
import { pluginSources } from './plugin-sources.js';
import { demandRepository, kindOf } from './repository-folder.js';

const folders = ['schema', 'scoring', 'campaigns', 'templates', 'tests', 'segments', 'lists'];
const endings = ['.yaml', '.yml', '.mjml', '.txt', '.csv', ...Object.keys(textEndings)];
const maxBytes = 1024 * 1024;

/**
 * Reads a repository of campaigns: `perennial.yaml` and what lies in its folders, sorted by path;
 * then the manifests of its plug-ins.
 *
 * @throws UsageError when `root` holds no perennial.yaml; `command` is for its advice
 */
export async function readRepository(root: string, command = 'check'): Promise<readonly Source[]> {
  demandRepository(root, command);
  const paths = ['perennial.yaml'];
  for (const folder of folders) paths.push(...(await filesIn(root, join(root, folder))));
  const own = await Promise.all(paths.map(async (path) => ({ path, text: await readText(join(root, path)) })));
  return [...own, ...(await pluginSources(root, own[0]))];
}

async function filesIn(root: string, folder: string): Promise<readonly string[]> {
  if (kindOf(folder) !== 'folder') return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((first, second) => (first.name < second.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesIn(root, path)));
    else if (endings.some((ending) => entry.name.endsWith(ending)) && kindOf(path) === 'file') {
      found.push(relative(root, path).split(sep).join('/'));
    }
  }
  return found;
}

/** @throws UsageError when the file is too large, or cannot be read */
async function readText(path: string): Promise<string> {
  const { size } = await stat(path).catch(unreadable(path));
  if (size > maxBytes) throw new UsageError(`${path} is over 1 MiB; no file of campaigns is that large.`);
  return readFile(path, 'utf8').catch(unreadable(path));
}

function unreadable(path: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const because = code === 'EACCES' ? 'permission denied' : code === 'ENOENT' ? 'it is gone' : code;
    throw new UsageError(`${path} cannot be read: ${because}.`, `Look at it: ls -l ${path}`);
  };
}
