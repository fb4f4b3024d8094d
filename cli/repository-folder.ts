import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from './exit-code.js';

/**
 * Makes sure that `root` is a repository of campaigns: a folder with a perennial.yaml.
 *
 * `command` is what the person typed, for the advice.
 *
 * @throws UsageError that names the nearest folder which is one
 */
export function demandRepository(root: string, command: string): void {
  const kind = kindOf(root);
  if (kind === 'folder' && isRepository(root)) return;
  const near = nearest(root);
  const advice =
    near === undefined
      ? `Name the folder of your campaigns (perennial ${command} my-campaigns), or make one: perennial init my-campaigns`
      : `Did you mean: perennial ${command} ${near}`;
  switch (kind) {
    case 'folder':
      throw new UsageError(`There is no perennial.yaml in ${root}.`, advice);
    case 'file':
      throw new UsageError(`${root} is a file; a folder of campaigns is wanted.`, advice);
    case 'none':
      throw new UsageError(`There is no folder ${root}.`, advice);
  }
}

export function kindOf(path: string): 'file' | 'folder' | 'none' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'none';
  }
}

function isRepository(folder: string): boolean {
  return kindOf(join(folder, 'perennial.yaml')) === 'file';
}

/** The nearest repository among the folders that hold a path. */
export function repositoryAbove(path: string): string | undefined {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (isRepository(folder)) return folder;
  }
  return undefined;
}

/** A folder above it, or right below. */
function nearest(root: string): string | undefined {
  const above = repositoryAbove(root);
  if (above !== undefined) return above;
  if (kindOf(root) !== 'folder') return undefined;
  const below = readdirSync(root)
    .sort()
    .map((name) => join(root, name));
  return below.find((path) => kindOf(path) === 'folder' && isRepository(path));
}
