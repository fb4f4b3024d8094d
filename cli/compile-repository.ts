import { printPretty } from '../compiler/diagnostics/print/print-pretty.js';
import type { Release } from '../compiler/plan/ir.js';
import { checkSources } from './check-sources.js';
import type { Host } from './host.js';
import { tellLeftOut } from './left-out.js';
import { readRepository } from './read-repository.js';

/**
 * The repository as a release; undefined after its errors were printed, and then nothing may happen.
 *
 * @throws UsageError when there is no repository; `command` is for its advice
 */
export async function compileRepository(host: Host, root: string, command: string): Promise<Release | undefined> {
  const sources = await readRepository(root, command);
  tellLeftOut(host, sources);
  const { release, diagnostics } = await checkSources(root, sources);
  if (diagnostics.length > 0) host.err(printPretty(diagnostics, sources, { color: host.color.err }));
  return release;
}
