import { readdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { Source } from '../../grammar/span.js';
import { textKindOf } from '../../grammar/text/surface.js';
import { UsageError } from '../exit-code.js';
import { kindOf } from '../repository-folder.js';

export interface SurfaceFile {
  /** Where it lies on this machine. */
  readonly file: string;
  /** With its path from where the person stands. */
  readonly source: Source;
}

const folders = ['schema', 'segments', 'scoring', 'campaigns', 'tests'];
const maxBytes = 1024 * 1024;

/**
 * The files of both surfaces that the paths name: files as they are, and of a folder perennial.yaml
 * and what lies in the folders of a repository.
 *
 * @throws UsageError for a path that does not exist or holds no such file
 */
export async function surfaceFiles(cwd: string, paths: readonly string[]): Promise<readonly SurfaceFile[]> {
  const files = paths.flatMap((path) => filesAt(resolve(cwd, path), path));
  return Promise.all([...new Set(files)].map((file) => readSurfaceFile(cwd, file)));
}

async function readSurfaceFile(cwd: string, file: string): Promise<SurfaceFile> {
  const { size } = await stat(file);
  const path = relative(cwd, file).split(sep).join('/');
  if (size > maxBytes) throw new UsageError(`${path} is over 1 MiB; no file of campaigns is that large.`);
  return { file, source: { path, text: await readFile(file, 'utf8') } };
}

function filesAt(absolute: string, path: string): readonly string[] {
  switch (kindOf(absolute)) {
    case 'none':
      throw new UsageError(`There is no file or folder ${path}.`);
    case 'file':
      if (!isSurfaceFile(absolute)) throw new UsageError(`${path} is neither YAML nor a file of the textual form.`);
      return [absolute];
    case 'folder': {
      const isRepository = kindOf(join(absolute, 'perennial.yaml')) === 'file';
      const found = isRepository
        ? [join(absolute, 'perennial.yaml'), ...folders.flatMap((folder) => filesBelow(join(absolute, folder)))]
        : filesBelow(absolute);
      if (found.length === 0) throw new UsageError(`There are no files of campaigns in ${path}.`);
      return found;
    }
  }
}

function filesBelow(folder: string): readonly string[] {
  if (kindOf(folder) !== 'folder') return [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : filesBelow(path);
    return isSurfaceFile(path) ? [path] : [];
  });
}

function isSurfaceFile(path: string): boolean {
  return /\.ya?ml$/.test(path) || textKindOf(path) !== undefined;
}
