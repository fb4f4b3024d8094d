import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Asset } from '../compiler/templates/assets.js';
import { kindOf } from './repository-folder.js';

/** What lies below `assets/` of a repository, sorted by path; hidden files are none. */
export async function readAssets(root: string): Promise<readonly Asset[]> {
  const folder = join(root, 'assets');
  if (kindOf(folder) !== 'folder') return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.flatMap((entry) => (entry.name.startsWith('.') ? [] : [join(entry.parentPath, entry.name)]));
  const assets: Asset[] = [];
  for (const file of files.filter((one) => kindOf(one) === 'file').sort()) {
    assets.push({
      path: relative(root, file).split(sep).join('/'),
      bytes: (await stat(file)).size,
      hash: await hashOf(file),
    });
  }
  return assets;
}

/** A piece at a time: nobody knows how large what lies there is. */
async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece);
  return hash.digest('hex');
}
