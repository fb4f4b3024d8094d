import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '../../grammar/span.js';
import { UsageError } from '../exit-code.js';

/**
 * Writes the files that differ, each whole or not at all, and returns their paths.
 *
 * @throws UsageError, with nothing written, when a file is no longer what was read, or was never UTF-8
 */
export function writeSources(root: string, before: readonly Source[], after: readonly Source[]): readonly string[] {
  const texts = new Map(before.map(({ path, text }) => [path, text]));
  const changed = after.filter(({ path, text }) => texts.get(path) !== text);
  const targets = changed.map(({ path, text }) => {
    // Through a link: the link stays, its file changes.
    const file = realpathSync(join(root, path));
    if (!readFileSync(file).equals(Buffer.from(texts.get(path) ?? ''))) {
      throw new UsageError(`${path} is no longer what was checked, or is not UTF-8; nothing was written.`, 'Try again.');
    }
    return { file, text };
  });
  for (const { file, text } of targets) replace(file, text);
  return changed.map(({ path }) => path);
}

function replace(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text);
    chmodSync(beside, statSync(file).mode);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
