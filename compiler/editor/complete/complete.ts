import type { KeyTable } from '../../../grammar/decode/key-table.js';
import { textKindOf } from '../../../grammar/text/surface.js';
import { campaignNameOf } from '../../project.js';
import type { Cursor } from '../cursor/cursor.js';
import { fileKindAt, topKeys } from '../cursor/file-keys.js';
import { textCursor } from '../cursor/text-cursor.js';
import { wantedAt } from '../cursor/wanted.js';
import { yamlCursor } from '../cursor/yaml-cursor.js';
import type { Knowledge } from '../knowledge.js';
import type { YamlFileKind } from '../schemas/file-schemas.js';
import { channelSettingItems, isInChannel } from './channel-items.js';
import type { Completion, Item } from './item.js';
import { headItems, keyItems } from './key-items.js';
import type { KeyStyle } from './key-items.js';
import { fieldItem, itemsOf } from './named-items.js';
import { isPhrase, phraseItems } from './phrase-items.js';
import { fieldsAt, scalarItems } from './scalar-items.js';
import type { Surroundings } from './surroundings.js';
import { keysOn } from './surroundings.js';
import { liquidItems } from './liquid-items.js';

/** What can be typed at an offset of a file, which may be half-typed; nothing where nobody knows. */
export function completeAt(knowledge: Knowledge, path: string, offset: number): Completion {
  const found = candidates(knowledge, path, offset);
  const typed = knowledge.byPath.get(path)?.text.slice(found.start, found.end) ?? '';
  return { ...found, items: found.items.filter(({ label }) => isBegun(label, typed)) };
}

/** Whether the letters typed so far stand in the label, in their order; a root such as `lead.` at its beginning. */
function isBegun(label: string, typed: string): boolean {
  const dot = typed.lastIndexOf('.') + 1;
  if (dot > 0 && !label.startsWith(typed.slice(0, dot))) return false;
  let at = 0;
  for (const letter of typed.toLowerCase()) {
    at = label.toLowerCase().indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function candidates(knowledge: Knowledge, path: string, offset: number): Completion {
  const none = { items: [], start: offset, end: offset };
  const text = knowledge.byPath.get(path)?.text;
  if (text === undefined) return none;
  const kind = fileKindAt(path);
  if (kind === undefined) return liquidItems(knowledge, path, offset) ?? none;
  if (inComment(text, offset)) return none;
  if (textKindOf(path) !== undefined) {
    const found = textCursor(text, offset, kind);
    if (found === undefined) return none;
    const around = surroundings(knowledge, path, kind, found.cursor, campaignInText(text));
    return completeCursor(found.cursor, found.table, 'words', text, offset, around, found.clauses);
  }
  const cursor = yamlCursor(text, offset);
  const around = surroundings(knowledge, path, kind, cursor, undefined);
  const style = cursor.at.indent === undefined ? 'braces' : 'lines';
  return completeCursor(cursor, topKeys(kind), style, text, offset, around, undefined);
}

function completeCursor(
  cursor: Cursor,
  top: KeyTable,
  style: KeyStyle,
  text: string,
  offset: number,
  around: Surroundings,
  clauses: KeyTable | undefined,
): Completion {
  const wanted = wantedAt(cursor, top);
  const { at, beside } = cursor;
  const typed = { start: at.start, end: offset };
  const written = new Set(beside.keys());
  const more = clauses === undefined ? [] : keyItems(clauses, 'words', written).map((item) => ({ ...item, rank: 7 }));
  switch (wanted?.kind) {
    case undefined:
      return { items: more, start: startOfWord(text, offset), end: offset };
    case 'keys': {
      const settings = isInChannel(around) ? channelSettingItems(around, written) : [];
      return { items: [...indented(keyItems(wanted.table, style, written), at.indent), ...settings, ...more], ...typed };
    }
    case 'heads':
      return { items: [...indented(headItems(wanted.heads, style), at.indent), ...more], ...typed };
    case 'names':
      return { items: namedKeys(wanted.key, around).filter(({ label }) => !written.has(label)), ...typed };
    case 'value': {
      const start = at.start;
      const value = at.kind === 'value' ? at.text : text.slice(start, offset);
      // A name and a space: what follows is the next key.
      if (style === 'words' && !isPhrase(wanted.type) && /\S\s/.test(value)) {
        return { items: more, start: startOfWord(text, offset), end: offset };
      }
      if (isPhrase(wanted.type)) {
        const found = phraseItems(wanted.type, wanted.key, unquoted(value), start + quoteBefore(value), around);
        return { ...found, items: [...found.items, ...more] };
      }
      return { items: [...scalarItems(wanted.type, wanted.key, around), ...more], start: start + quoteBefore(value), end: offset };
    }
  }
}

/** Further lines stand as far in as the mapping does. */
function indented(items: readonly Item[], indent = 0): readonly Item[] {
  const space = ' '.repeat(indent);
  return items.map((item) => (item.insert === undefined ? item : { ...item, insert: item.insert.replaceAll('\n', `\n${space}`) }));
}

/** A phrase in quotes, `"lead.plan == …`, is a phrase all the same. */
function unquoted(value: string): string {
  return value.slice(quoteBefore(value));
}

function quoteBefore(value: string): number {
  return /^'/.test(value) ? 1 : 0;
}

/** Keys that the author chooses, where what is declared says which ones make sense. */
function namedKeys(key: string, around: Surroundings): readonly Item[] {
  const suffix = (item: Item): Item => ({ ...item, insert: `${item.insert ?? item.label}: ` });
  const keys = keysOn(around.path);
  if (key === 'given') return [...itemsOf('step', around), ...itemsOf('segment', around), ...itemsOf('list', around)].map(suffix);
  if (around.kind !== 'tests' || (key !== 'lead' && key !== 'account' && key !== 'with')) {
    return keys.at(-1) === 'in_flight' ? itemsOf('step', around).map(suffix) : [];
  }
  const fields = fieldsAt(around) ?? new Map();
  return [...fields].map(([name, field]) => suffix(fieldItem(name, field)));
}

function surroundings(
  knowledge: Knowledge,
  path: string,
  kind: YamlFileKind,
  { path: way, beside, outer = new Map() }: Cursor,
  inText: string | undefined,
): Surroundings {
  const text = knowledge.byPath.get(path)?.text ?? '';
  const name = kind === 'campaign' ? (inText ?? /^campaign: *([\w-]+)/m.exec(text)?.[1] ?? campaignNameOf(path)) : testedCampaign(text, beside);
  const own = knowledge.read.campaigns.find(({ source, ast }) => (kind === 'campaign' ? source.path === path : ast.name.value === name))?.ast;
  return {
    knowledge,
    kind,
    path: way,
    beside,
    outer,
    ...(own === undefined ? {} : { campaign: own }),
    ...(name === undefined ? {} : { campaignName: name }),
  };
}

function campaignInText(text: string): string | undefined {
  return /^campaign +([\w-]+)/m.exec(text)?.[1];
}

/** The campaign that tests are of: the one beside, or the only one of the file. */
function testedCampaign(text: string, beside: Cursor['beside']): string | undefined {
  return beside.get('campaign') ?? /\bcampaign:? +([\w-]+)/.exec(text)?.[1];
}

function startOfWord(text: string, offset: number): number {
  return offset - (/[\w-]*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
}

/** A `#` at the beginning of a line or behind a space, outside of quotes. */
function inComment(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /(?:^|\s)#/.test(line.replaceAll(/"[^"]*"|'[^']*'/g, '""'));
}
