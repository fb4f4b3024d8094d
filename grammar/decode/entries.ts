import type { Located } from '../span.js';
import type { Fix } from '../diagnostics/diagnostic.js';
import { reservedWords } from '../expressions/tokens.js';
import type { TreeEntry, TreeMapping } from '../tree/tree-node.js';
import type { Context } from './context.js';
import type { NameStyle } from './key-shape.js';

export interface NamedEntry {
  readonly name: Located<string>;
  readonly entry: TreeEntry;
}

export const nameShape = /^[A-Za-z_](?:[\w-]*\w)?$/;

/** Names of attributes and properties stand in expressions, where a hyphen would be a minus. */
const fieldShape = /^[A-Za-z_]\w*$/;

/** What many a YAML tool reads as a truth value, a number or nothing, where we read a word. */
const misread = /^(?:y|yes|n|no|on|off|true|false|null|~|[-+.]?\d[\d_.:eE+-]*)$/i;

/** The entries of a mapping whose keys are the author's names; keys that cannot be names are reported. */
export function namedEntries(
  mapping: TreeMapping,
  names: NameStyle,
  key: string,
  context: Context,
): readonly NamedEntry[] {
  const named: NamedEntry[] = [];
  for (const entry of mapping.entries) {
    if (isName(entry.key, names, key, context)) named.push({ name: entry.key, entry });
  }
  return named;
}

function isName({ value: text, span }: Located<string>, names: NameStyle, key: string, context: Context): boolean {
  const hyphens = names !== 'fields';
  const isQuoted = span.end - span.start !== text.length;
  if (misread.test(text) && !isQuoted && names !== 'fields') {
    // A case is a value of an enum, which is what it is; any other name can be another.
    if (names === 'cases') {
      const fix: Fix = { title: 'put it in quotes', safety: 'safe', edits: [{ span, text: `"${text}"` }] };
      context.report('C1005', span, { key, text, wanted: 'a word' }, { fixes: [fix] });
    } else context.report('C1005', span, { key, text, wanted: 'a name' }, { help: 'Choose another name, such as agreed or refused.' });
    return false;
  }
  if (names === 'cases') return true;
  if (!(names === 'fields' ? fieldShape : nameShape).test(text)) {
    context.report('C1010', span, { key: text, text, hyphens });
    return false;
  }
  if (names === 'names' && reservedWords.some((word) => word === text)) {
    context.report('C1014', span, { text });
    return false;
  }
  return true;
}
