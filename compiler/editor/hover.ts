import { allKeyTypes } from '../../grammar/decode/all-key-types.js';
import type { KeyType } from '../../grammar/decode/key-table.js';
import { durationInWords } from '../../grammar/duration.js';
import { parseExpression } from '../../grammar/expressions/parse-expression.js';
import { parseGoal } from '../../grammar/expressions/parse-phrases.js';
import type { Span } from '../../grammar/span.js';
import { readTree } from '../../grammar/tree/read-tree.js';
import type { TreeScalar } from '../../grammar/tree/tree-node.js';
import { aroundOf } from '../explain/around.js';
import { conditionInWords } from '../explain/words/expression-in-words.js';
import { fileKindAt, topKeys } from './cursor/file-keys.js';
import type { TreePlace } from './cursor/tree-place.js';
import { treePlace } from './cursor/tree-place.js';
import type { Knowledge } from './knowledge.js';
import { occurrencesAt } from './symbols/occurrences.js';
import { describeSymbol } from './words/describe-symbol.js';
import { languageWords } from './words/key-words.js';

export interface Hover {
  readonly markdown: string;
  readonly span: Span;
}

/** What stands at the offset, in plain words: a name, a key, a word of the language, a phrase as a sentence. */
export function hoverAt(knowledge: Knowledge, path: string, offset: number): Hover | undefined {
  const place = placeAt(knowledge, path, offset);
  if (place?.kind === 'key') return { markdown: describeKey(place), span: place.span };
  const phrase = place === undefined ? undefined : phraseInWords(place.scalar, place.type, knowledge);
  const named = occurrencesAt(knowledge, path, offset);
  const said = [...new Set(named.flatMap(({ symbol }) => describeSymbol(symbol, knowledge) ?? []))];
  const [first] = named;
  if (first !== undefined && said.length > 0) {
    const parts = phrase === undefined ? said : [...said, sentence(phrase)];
    return { markdown: parts.join('\n\n---\n\n'), span: first.span };
  }
  if (place === undefined) return undefined;
  const word = wordAt(knowledge.byPath.get(path)?.text ?? '', offset, path);
  const meaning = word === undefined ? undefined : languageWords[word.text];
  const parts = [...(word === undefined || meaning === undefined ? [] : [`**${word.text}**: ${meaning}`]), ...(phrase === undefined ? [] : [sentence(phrase)])];
  if (parts.length === 0) return { markdown: `${allKeyTypes[place.type].wanted}, such as \`${allKeyTypes[place.type].example}\``, span: place.scalar.span };
  return { markdown: parts.join('\n\n---\n\n'), span: word !== undefined && meaning !== undefined ? word.span : place.scalar.span };
}

function placeAt({ byPath }: Knowledge, path: string, offset: number): TreePlace | undefined {
  const source = byPath.get(path);
  const kind = fileKindAt(path);
  if (source === undefined || kind === undefined) return undefined;
  const root = readTree(source).value;
  return root === undefined ? undefined : treePlace(root, topKeys(kind), offset);
}

function describeKey({ name, doc, key }: Extract<TreePlace, { kind: 'key' }>): string {
  if (key === undefined) return `**${name}**\n\n${doc}`;
  const { wanted, example } = allKeyTypes[key.type];
  const parts = [
    `**${name}**: ${wanted}${key.required === true ? ', required' : ''}`,
    doc,
    ...(key.default === undefined ? [] : [`Left out: ${key.default}.`]),
    `For example \`${key.example ?? example}\`.`,
  ];
  return parts.join('\n\n');
}

/** The phrase as a sentence would say it; undefined for those that are plain already. */
function phraseInWords({ text, place }: TreeScalar, type: KeyType, { read }: Knowledge): string | undefined {
  switch (type) {
    case 'expression': {
      const { value } = parseExpression(text, place);
      return value === undefined || value.kind === 'word' ? undefined : conditionInWords(value, aroundOf(read));
    }
    case 'goal': {
      const { value } = parseGoal(text, place);
      if (value === undefined) return undefined;
      const which = value.where === undefined ? '' : `, where ${conditionInWords(value.where, aroundOf(read))},`;
      return `the goal is reached by "${value.event.value}"${which} within ${durationInWords(value.within.value)} of entry`;
    }
    default:
      return undefined;
  }
}

function sentence(words: string): string {
  return `In words: ${words}.`;
}

/** The word of the language at an offset; some are two words. */
function wordAt(text: string, offset: number, file: string): { readonly text: string; readonly span: Span } | undefined {
  const pairs = Object.keys(languageWords).toSorted((one, other) => other.length - one.length);
  for (const words of pairs) {
    for (let start = offset - words.length; start <= offset; start += 1) {
      if (start < 0 || text.slice(start, start + words.length) !== words) continue;
      const before = text[start - 1] ?? ' ';
      const behind = text[start + words.length] ?? ' ';
      if (/[\w.-]/.test(before) || /[\w-]/.test(behind)) continue;
      return { text: words, span: { file, start, end: start + words.length } };
    }
  }
  return undefined;
}
