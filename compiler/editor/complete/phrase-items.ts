import type { IToken, ISyntacticContentAssistPath } from 'chevrotain';
import type { KeyType } from '../../../grammar/decode/key-table.js';
import { createGrammarReport } from '../../../grammar/diagnostics/grammar-codes.js';
import { durationUnits } from '../../../grammar/duration.js';
import { lex } from '../../../grammar/expressions/lex.js';
import { PhraseGrammar } from '../../../grammar/expressions/rules/phrase-grammar.js';
import * as t from '../../../grammar/expressions/tokens.js';
import { placeAt } from '../../../grammar/place.js';
import type { Type } from '../../types/type.js';
import type { Completion, Item } from './item.js';
import { keywordItem } from './keyword-items.js';
import { wordItems } from './word-items.js';
import { pathItems } from './path-items.js';
import type { Surroundings } from './surroundings.js';
import { wantedType } from './wanted-type.js';

/** The rule of the grammar that a phrase is parsed by. */
const rules: { readonly [Type in KeyType]?: string } = {
  expression: 'condition',
  attribute: 'condition',
  duration: 'durationPhrase',
  percent: 'percentPhrase',
  at: 'at',
  every: 'every',
  trigger: 'trigger',
  again: 'again',
  unless: 'unless',
  already: 'already',
  audience: 'audience',
  goal: 'goal',
  email: 'email',
  cost: 'cost',
  variants: 'variants',
  'in-flight-choice': 'inFlight',
  rollout: 'rollout',
  'playlist-item': 'playlistItem',
  best: 'best',
  assignment: 'assign',
  cap: 'cap',
  'over-cap': 'overCap',
  'hours-span': 'hours',
  'quiet-hours': 'quietHours',
  'fit-rule': 'fitRule',
  'pain-rule': 'painRule',
  'account-score': 'accountScore',
};

/** Whether values of the type are phrases, for which `phraseItems` knows what comes next. */
export function isPhrase(type: KeyType): boolean {
  return rules[type] !== undefined;
}

/**
 * What can follow in a phrase that is typed as far as `text`, which begins at `start` in the file.
 *
 * The grammar says which sorts of words can; what is declared, and the type that a comparison
 * wants, say which ones.
 */
export function phraseItems(type: KeyType, key: string, text: string, start: number, around: Surroundings): Completion {
  const typed = typedIn(text);
  const before = text.slice(0, text.length - typed.length);
  const range = { start: start + before.length, end: start + text.length };
  const tokens = lex(before, placeAt(''), createGrammarReport());
  const rule = rules[type];
  if (tokens === undefined || rule === undefined) return { items: [], ...range };
  const wanted = wantedType(tokens, around);
  const next = unique(grammar().computeContentAssist(rule, tokens));
  const spot: Spot = { type, key, tokens, typed, wanted, around };
  return { items: distinct(next.flatMap((one) => itemsFor(one, spot))), ...range };
}

/** The word, number or open text that the phrase ends with. */
function typedIn(text: string): string {
  const isOpen = text.split('"').length % 2 === 0;
  const pattern = isOpen ? /"[^"\n]*$/ : /(?:[A-Za-z_][\w./-]*|\d+[A-Za-z]*)$/;
  return pattern.exec(text)?.[0] ?? '';
}

/** One place in a phrase. */
export interface Spot {
  readonly type: KeyType;
  readonly key: string;
  readonly tokens: readonly IToken[];
  /** The beginning of the word that is being typed. */
  readonly typed: string;
  readonly wanted: Type | undefined;
  readonly around: Surroundings;
}

// The phrases of files are parsed by another one, which may be at work.
let shared: PhraseGrammar | undefined;

function grammar(): PhraseGrammar {
  shared ??= new PhraseGrammar();
  return shared;
}

function itemsFor({ nextTokenType, ruleStack }: ISyntacticContentAssistPath, spot: Spot): readonly Item[] {
  const rule = ruleStack.at(-1) ?? '';
  const { wanted, tokens } = spot;
  // Behind `in` stands a group or a list; what else the grammar takes there means nothing.
  if (tokens.at(-1)?.tokenType === t.In && rule !== 'window' && nextTokenType !== t.Word && nextTokenType !== t.Campaign) {
    return nextTokenType === t.LeftBracket ? listItems(spot) : nextTokenType === t.Quantity ? units(spot.typed, spot.key) : [];
  }
  switch (nextTokenType) {
    case t.Path:
      return pathItems(rule, spot);
    case t.Word:
      return wordItems(rule, ruleStack.at(-2), spot);
    case t.StepPath:
      return [];
    case t.Text:
      return wanted?.kind === 'enum'
        ? wanted.values.map((value) => ({ label: `"${value}"`, kind: 'value', detail: 'a value of the enum', rank: 0 }))
        : [];
    case t.Quantity:
      return wanted === undefined || wanted.kind === 'duration' ? units(spot.typed, spot.key) : [];
    case t.Percentage:
      return /^\d+$/.test(spot.typed) ? [{ label: `${spot.typed}%`, kind: 'unit', detail: 'a share', rank: 0 }] : [];
    case t.Compare:
      return comparisons(spot);
    case t.TimeOfDay:
      return [{ label: '09:00', kind: 'value', detail: 'a time of day', insert: '${1:09:00}', isSnippet: true, rank: 4 }];
    case t.Weekdays:
      return [{ label: 'mon-fri', kind: 'value', detail: 'weekdays', rank: 4 }];
    case t.True:
    case t.False: {
      if (wanted !== undefined && wanted.kind !== 'boolean') return [];
      const isLeft = wanted === undefined && tokens.length > 0;
      const label = nextTokenType === t.True ? 'true' : 'false';
      return isLeft ? [] : [{ label, kind: 'value', rank: wanted === undefined ? 8 : 0 }];
    }
    default:
      return keywordItem(nextTokenType, rule, spot);
  }
}

/** `lead.plan in ["free"]`. */
function listItems({ tokens, around }: Spot): readonly Item[] {
  const left = tokens.at(-2)?.tokenType === t.Not ? tokens.slice(0, -2) : tokens.slice(0, -1);
  const type = wantedType([...left, equals], around);
  if (type === undefined) return [];
  const example = type.kind === 'enum' || type.kind === 'text' ? '["${1}"]' : '[${1}]';
  return [{ label: '[…]', kind: 'operator', detail: 'a list of values', insert: example, isSnippet: true, rank: 0 }];
}

function units(typed: string, key: string): readonly Item[] {
  const amount = /^\d+/.exec(typed)?.[0];
  if (amount === undefined) return key === 'for' || key === 'when' ? [] : [{ label: '3d', kind: 'unit', detail: 'a duration', insert: '${1:3d}', isSnippet: true, rank: 4 }];
  const words = { s: 'seconds', min: 'minutes', h: 'hours', d: 'days, by the calendar', w: 'weeks', mo: 'months', y: 'years' } as const;
  return durationUnits.map((unit, rank) => ({ label: `${amount}${unit}`, kind: 'unit', detail: words[unit], rank }));
}

/** Enums and truth values are equal or not; all else has an order. */
function comparisons({ tokens, around }: Spot): readonly Item[] {
  const left = wantedType([...tokens, equals], around);
  const unordered = left?.kind === 'enum' || left?.kind === 'boolean' || left?.kind === 'text';
  const signs = unordered ? ['==', '!='] : ['==', '!=', '>=', '<=', '>', '<'];
  return signs.map((label) => ({ label, kind: 'operator', rank: left?.kind === 'boolean' ? 6 : 3 }));
}

/** Stands for "what would be compared with". */
const equals: IToken = { image: '==', tokenType: t.Compare, tokenTypeIdx: t.Compare.tokenTypeIdx ?? 0, startOffset: 0 };

function unique(paths: readonly ISyntacticContentAssistPath[]): readonly ISyntacticContentAssistPath[] {
  const key = ({ nextTokenType, ruleStack }: ISyntacticContentAssistPath) => `${nextTokenType.name} ${ruleStack.slice(-2).join()}`;
  return [...new Map(paths.map((path) => [key(path), path])).values()];
}

function distinct(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.toReversed().map((item) => [item.label, item])).values()].toReversed();
}
