import { resolve } from 'node:path';
import type { DataContract } from '../../compiler/data-contract/read-contract.js';
import { printPretty } from '../../compiler/diagnostics/print/print-pretty.js';
import { UsageError } from '../exit-code.js';
import type { Host } from '../host.js';
import { readRepository } from '../read-repository.js';

/**
 * The data contract of a repository; undefined after the errors of its schema were printed.
 *
 * @throws UsageError when there is no repository, or no schema in it; `command` is for its advice
 */
export async function readContractOf(host: Host, folder: string, command: string): Promise<DataContract | undefined> {
  const root = resolve(host.cwd, folder);
  const sources = (await readRepository(root, command)).filter(({ path }) => /^schema\/[^/]+\.yaml$/.test(path));
  if (sources.length === 0) {
    throw new UsageError(`There is no schema in ${root}.`, 'Declare events and attributes in schema/*.yaml.');
  }
  // Only now: help does not need it.
  const { readContract } = await import('../../compiler/data-contract/read-contract.js');
  const read = readContract(sources);
  if (read.kind === 'read') return read.contract;
  host.err(printPretty(read.diagnostics, sources, { color: host.color.err }));
  return undefined;
}
