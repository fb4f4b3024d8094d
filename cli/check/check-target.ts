import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Source } from '../../grammar/span.js';
import { UsageError } from '../exit-code.js';
import { demandRepository, kindOf, repositoryAbove } from '../repository-folder.js';

/** What `check` was asked about: a repository, or some files of one. */
export interface CheckTarget {
  readonly root: string;
  /** Paths from the root; undefined for all of it. */
  readonly only: ReadonlySet<string> | undefined;
  /** From the working folder to the root, with `/` at its end; empty where the root lies outside. */
  readonly prefix: string;
}

/**
 * The repository that the words of a command line name, or that holds the files they name.
 *
 * @throws UsageError with the nearest command that works
 */
export function checkTarget(cwd: string, words: readonly string[]): CheckTarget {
  const named = (words.length === 0 ? ['.'] : words).map((word) => ({ word, path: resolve(cwd, word) }));
  const parts = named.map(({ path }) => {
    if (kindOf(path) !== 'file') {
      demandRepository(path, 'check');
      return { root: path, file: undefined };
    }
    const root = repositoryAbove(path);
    if (root === undefined) {
      throw new UsageError(
        `${path} lies in no repository of campaigns: there is no perennial.yaml above it.`,
        'Name a file of one, or make one: perennial init my-campaigns',
      );
    }
    return { root, file: slashed(relative(root, path)) };
  });
  const roots = [...new Set(parts.map(({ root }) => root))];
  const [root = cwd, another] = roots;
  if (another !== undefined) {
    throw new UsageError(
      `These lie in ${roots.length} repositories of campaigns, which are checked one at a time.`,
      `Type: perennial check ${wordFor(cwd, root)}`,
    );
  }
  const whole = parts.some(({ file }) => file === undefined);
  return {
    root,
    only: whole ? undefined : new Set(parts.flatMap(({ file }) => file ?? [])),
    prefix: prefixOf(cwd, root),
  };
}

/** @throws UsageError when a file was named that no check reads */
export function demandRead({ only, root }: CheckTarget, sources: readonly Source[]): void {
  const read = new Set(sources.map(({ path }) => path));
  const lost = [...(only ?? [])].find((path) => !read.has(path));
  if (lost === undefined) return;
  throw new UsageError(`${lost} is no file that a check reads.`, `Check all of them: perennial check ${root}`);
}

function wordFor(cwd: string, root: string): string {
  const way = slashed(relative(cwd, root));
  return way === '' ? '.' : way;
}

function prefixOf(cwd: string, root: string): string {
  const way = slashed(relative(cwd, root));
  return way === '' || way.startsWith('..') || isAbsolute(way) ? '' : `${way}/`;
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}
