import type { TokenType } from 'chevrotain';
import * as t from '../../../grammar/expressions/tokens.js';
import { languageWords } from '../words/key-words.js';
import type { Item } from './item.js';
import type { Spot } from './phrase-items.js';

interface Written {
  readonly label: string;
  readonly insert?: string;
}

/** Words that are never alone, by the word and the rule of the grammar that asks for it. */
const longer: Readonly<Record<string, readonly Written[]>> = {
  is: [{ label: 'is set' }, { label: 'is not set' }],
  starts: [{ label: 'starts with', insert: 'starts with "${1:text}"' }],
  ends: [{ label: 'ends with', insert: 'ends with "${1:text}"' }],
  contains: [{ label: 'contains', insert: 'contains "${1:text}"' }],
  'since window': [{ label: 'since entry' }],
  'before window': [{ label: 'before entry' }],
  'in window': [{ label: 'in last', insert: 'in last ${1:7d}' }],
  'between window': [{ label: 'between', insert: 'between ${1:2026-01-01} and ${2:2026-02-01}' }],
  time: [{ label: 'time since', insert: 'time since ${1:event}' }],
  'not comparisonTail': [{ label: 'not in' }],
  at: [{ label: 'at most', insert: 'at most ${1:1} per day' }],
  'day at': [{ label: 'day', insert: 'day ${1:2}' }],
  did: [{ label: 'did', insert: 'did(${1:event} ${2:ever})' }],
  count: [{ label: 'count', insert: 'count(${1:event} ${2:in last 7d})' }],
  sum: [{ label: 'sum', insert: 'sum(${1:event.property} ${2:in last 90d})' }],
  latest: [{ label: 'latest', insert: 'latest(${1:event.property} ${2:ever})' }],
  sent: [{ label: 'sent', insert: 'sent(${1:step} ${2:since entry})' }],
  opened: [{ label: 'opened', insert: 'opened(${1:step} ${2:since entry})' }],
  clicked: [{ label: 'clicked', insert: 'clicked(${1:step} ${2:since entry})' }],
  replied: [{ label: 'replied', insert: 'replied(${1:step} ${2:since entry})' }],
  sequence: [{ label: 'sequence', insert: 'sequence(${1:event} then ${2:event} ${3:in last 30d})' }],
  changed: [{ label: 'changed', insert: 'changed(${1:lead.plan})' }],
};

const functions: ReadonlySet<string> = new Set(['did', 'count', 'sum', 'latest', 'sent', 'opened', 'clicked', 'replied', 'sequence', 'changed', 'time']);

/** A word of the language that the grammar takes next; none for a sign. */
export function keywordItem(type: TokenType, rule: string, { wanted, tokens, around }: Spot): readonly Item[] {
  const word = [...t.keywordOf].find(([, keyword]) => keyword === type)?.[0];
  if (word === undefined) return [];
  // Scoring sees one event and the profile, so its conditions ask for no past.
  if (functions.has(word) && (around.kind === 'scoring' || !makes(word, wanted?.kind))) return [];
  if (word === 'now' && wanted !== undefined && wanted.kind !== 'timestamp') return [];
  if (word === 'now' && tokens.length === 0) return [];
  if (word === 'not' && rule === 'negation' && wanted !== undefined) return [];
  if (word === 'not' && tokens.at(-1)?.tokenType === t.Is) return [{ label: 'not set', kind: 'keyword', rank: 3 }];
  const written = longer[`${word} ${rule}`] ?? longer[word] ?? [{ label: word }];
  return written.map(({ label, insert }) => {
    const detail = languageWords[label] ?? languageWords[word];
    return {
      label,
      kind: functions.has(word) ? 'function' : 'keyword',
      ...(detail === undefined ? {} : { detail }),
      ...(insert === undefined ? {} : { insert, isSnippet: true as const }),
      rank: functions.has(word) ? 4 : 3,
    };
  });
}

/** Whether a function can yield a value of that type. */
function makes(word: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  if (word === 'count' || word === 'sum') return wanted === 'number';
  if (word === 'time') return wanted === 'duration';
  return (word === 'latest' && wanted !== 'enum') || (wanted === 'boolean' && word !== 'changed');
}
