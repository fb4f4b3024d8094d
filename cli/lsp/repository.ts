import type { CheckResult } from '../../compiler/check.js';
import { createChecker } from '../../compiler/checker.js';
import { learn } from '../../compiler/editor/knowledge.js';
import type { Knowledge } from '../../compiler/editor/knowledge.js';
import { createMemory } from '../../compiler/memory.js';
import type { Source } from '../../grammar/span.js';
import { openTemplateFile } from '../local/template-file.js';
import { readAssets } from '../read-assets.js';
import { readRepository } from '../read-repository.js';

/** The text of a file that is open in the editor, by its path from the root; undefined for one that is not. */
export type OpenText = (path: string) => string | undefined;

/** One repository of campaigns as the editor sees it: the files, and over them what is being typed. */
export interface EditedRepository {
  readonly root: string;
  /** Files on disk changed: they are read again when somebody asks. */
  stale(): void;
  knowledge(): Promise<Knowledge>;
  /** One call at a time. */
  check(): Promise<Checked>;
  /** What the last check found. */
  last(): Checked | undefined;
}

export interface Checked {
  readonly result: CheckResult;
  readonly sources: ReadonlyMap<string, Source>;
}

export function openRepository(root: string, openPaths: () => readonly string[], openText: OpenText): EditedRepository {
  const templates = openTemplateFile(root);
  const checker = createChecker(templates);
  const memory = createMemory();
  let disk: Promise<readonly Source[]> | undefined;
  let known: Knowledge | undefined;
  let last: Checked | undefined;

  async function sources(): Promise<readonly Source[]> {
    disk ??= readRepository(root).catch((error: unknown) => {
      disk = undefined;
      throw error;
    });
    const read = await disk;
    const onDisk = new Set(read.map(({ path }) => path));
    const unsaved = openPaths().filter((path) => !onDisk.has(path));
    return [...read.map(({ path, text }) => ({ path, text: openText(path) ?? text })), ...unsaved.map((path) => ({ path, text: openText(path) ?? '' }))];
  }

  return {
    root,
    stale() {
      disk = undefined;
    },
    async knowledge() {
      const now = await sources();
      // What was learned of the very same texts still holds.
      const same =
        known !== undefined &&
        known.sources.length === now.length &&
        now.every(({ path, text }) => known?.byPath.get(path)?.text === text);
      if (known !== undefined && same) return known;
      // Of files only what they say alone is kept, so nothing else has to be told apart.
      memory.begin('');
      known = learn(now, memory);
      return known;
    },
    async check() {
      const now = await sources();
      const result = await checker.check(now, { assets: await readAssets(root) });
      templates.save();
      last = { result, sources: new Map(now.map((source) => [source.path, source])) };
      return last;
    },
    last: () => last,
  };
}
