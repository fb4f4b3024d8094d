import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package: one above the sources, two above the built tree. */
export function packageRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [join(here, '..'), join(here, '..', '..')];
  const root = candidates.find((folder) => existsSync(join(folder, 'package.json')));
  if (root === undefined) throw new Error(`the package's own folder was not found from ${here}`);
  return root;
}
