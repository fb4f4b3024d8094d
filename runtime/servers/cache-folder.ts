import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where large things are kept between checkouts. `PERENNIAL_CACHE` names another place. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const { PERENNIAL_CACHE: own, XDG_CACHE_HOME: xdg } = env;
  return join(own || xdg || join(homedir(), '.cache'), 'perennial');
}
