import { createLineIndex } from '../../../grammar/line-index.js';
import type { LineIndex } from '../../../grammar/line-index.js';
import type { Source } from '../../../grammar/span.js';

/** The lines of each file, read when first asked for; a file that was not given has none. */
export function createLineIndexes(sources: readonly Source[]): (file: string) => LineIndex {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const indexes = new Map<string, LineIndex>();
  return (file) => {
    const known = indexes.get(file);
    if (known !== undefined) return known;
    const index = createLineIndex(texts.get(file) ?? '');
    indexes.set(file, index);
    return index;
  };
}
