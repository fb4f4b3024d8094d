import { placeAt } from '../../../grammar/place.js';
import type { Source } from '../../../grammar/span.js';
import type { TreeNode } from '../../../grammar/tree/tree-node.js';
import { parseAnyYaml } from '../../../grammar/yaml/parse-yaml.js';

/** A key or a value of the library's files, and how one gets to it. */
export interface Item {
  readonly path: string;
  /** `value events.page_viewed.effort`, `key tests.*.lead.plan`; a template's text is `body`. */
  readonly at: string;
  readonly text: string;
  readonly start: number;
  /** How YAML reads it. */
  readonly type: 'text' | 'number' | 'boolean';
}

/** All that is written, in the order of the files. */
export function itemsOf(files: readonly Source[]): readonly Item[] {
  return files.flatMap((file) => (file.path.startsWith('templates/') ? itemsOfTemplate(file) : itemsOfYaml(file, 0, file.text.length)));
}

function itemsOfTemplate(file: Source): readonly Item[] {
  const [head = ''] = /^---\n[^]*?\n---\n/.exec(file.text) ?? [];
  const front = head === '' ? [] : itemsOfYaml(file, '---\n'.length, head.length - '---\n'.length);
  const body: Item = { path: file.path, at: 'body', text: file.text.slice(head.length), start: head.length, type: 'text' };
  return [...front, body];
}

function itemsOfYaml({ path, text }: Source, from: number, to: number): readonly Item[] {
  const { value } = parseAnyYaml({ path, text: text.slice(from, to) });
  const place = placeAt(path, from);
  return value === undefined ? [] : itemsBelow(value, '').map((item) => ({ ...item, path, start: place(item.start, item.start).start }));
}

function itemsBelow(node: TreeNode, at: string): readonly Omit<Item, 'path'>[] {
  switch (node.kind) {
    case 'mapping':
      return node.entries.flatMap(({ key, value }) => {
        const below = at === '' ? key.value : `${at}.${key.value}`;
        return [{ at: `key ${below}`, text: key.value, start: key.span.start, type: 'text' as const }, ...itemsBelow(value, below)];
      });
    case 'sequence':
      return node.items.flatMap((item) => itemsBelow(item, `${at}.*`));
    case 'scalar':
      // A text that YAML folds or escapes does not stand in the file as it is meant; the library has none.
      return [{ at: `value ${at}`, text: node.text, start: node.place(0, node.text.length).start, type: node.type }];
    case 'empty':
    case 'broken':
      return [];
  }
}
