import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The file of a module beside the one at `url`, for what is started with a path: built, or as its source. */
export function beside(module: string, url: string): string {
  const built = fileURLToPath(new URL(`./${module}.js`, url));
  return existsSync(built) ? built : fileURLToPath(new URL(`./${module}.ts`, url));
}
