import { resolve } from 'node:path';
import type { Safety } from '../../compiler/fixes/apply-fixes.js';
import { UsageError } from '../exit-code.js';
import { kindOf } from '../repository-folder.js';

/**
 * What `--fix` says. The parser takes the word behind it for its value, so `--fix my-campaigns`
 * gives the folder back to the paths.
 *
 * @throws UsageError when the word is neither a kind of fix nor a path
 */
export function fixNamed(
  cwd: string,
  value: string | true | undefined,
  paths: readonly string[],
): { readonly fix: Safety | undefined; readonly paths: readonly string[] } {
  if (value === undefined || value === true) return { fix: value === true ? 'safe' : undefined, paths };
  if (value === 'safe' || value === 'unsafe') return { fix: value, paths };
  if (kindOf(resolve(cwd, value)) === 'none') {
    throw new UsageError(`"${value}" is neither a way to fix nor a path.`, 'Use --fix or --fix=unsafe.');
  }
  return { fix: 'safe', paths: [value, ...paths] };
}
