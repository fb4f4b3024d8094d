import type { StepKind } from '../ast/step.js';
import { campaignKeys, entryHeads, leaveHeads as leaveTables } from '../decode/keys/campaign-keys.js';
import { scoringKeys } from '../decode/keys/scoring-keys.js';
import { segmentKeys } from '../decode/keys/segment-keys.js';
import { expectationKeys, expectations, testEventKeys, testKeys } from '../decode/keys/test-keys.js';
import type { KeyTable } from '../decode/key-table.js';
import { allSteps } from '../steps/all-steps.js';
import { commonStepKeys } from '../steps/step.js';

/** How the value of a key is written. */
export type ValueForm =
  /** One word, number, duration or quoted text. */
  | 'word'
  /** A name, or a name with brackets behind it: `changed(lead.plan)`. */
  | 'call'
  /** A text in double quotes. */
  | 'text'
  /** As `text`; a single word goes without quotes. */
  | 'label'
  /** Words of a phrase up to the next key. */
  | 'phrase'
  /** Names with spaces between. */
  | 'names'
  /** `[one phrase, another]`. */
  | 'list'
  /** `plan "trial" seats 3`, in braces where it holds more than single values. */
  | 'values'
  /** As `values`, where texts are mostly names. */
  | 'name-values';

/** The keys of one construct by the form of their values. A key `at_most` is written `at most`. */
export type Clauses = ReadonlyMap<string, ValueForm>;

/** What stands in braces behind the clauses of a step. */
export type StepTail = 'none' | 'then-else' | 'cases' | 'arms' | 'outcomes' | 'steps';

export interface StepForm {
  readonly clauses: Clauses;
  /** Its value stands behind the id without its key. */
  readonly positional?: string;
  readonly tail: StepTail;
}

/** Any other type is a phrase. */
const formOfType: Readonly<Record<string, ValueForm>> = {
  name: 'word',
  text: 'text',
  names: 'names',
  texts: 'names',
  number: 'word',
  boolean: 'word',
  value: 'word',
  duration: 'word',
  late: 'word',
  unsure: 'word',
  onward: 'word',
  'whole-number': 'word',
  assignments: 'list',
  'value-tree': 'values',
  values: 'values',
  'named-values': 'name-values',
  moment: 'word',
};

/** Where the type does not tell. */
const formOfKey: Readonly<Record<string, ValueForm>> = { owner: 'label' };

/** The clauses of a table of keys; `others` are written in ways of their own. */
function clausesFrom(table: KeyTable, others: readonly string[] = []): Clauses {
  const keys = Object.entries(table).filter(([key]) => !others.includes(key));
  return new Map(keys.map(([key, { type }]) => [key, formOfKey[key] ?? formOfType[type] ?? 'phrase']));
}

/** Keys of a campaign but those that become statements of their own. */
export const campaignClauses = clausesFrom(campaignKeys, ['enter', 'leave', 'playlists', 'in_flight', 'steps']);

/** A way in or out begins with one of its heads. */
export const enterHeads = headsFrom(entryHeads);
export const enterClauses = behindHeads(entryHeads);
export const leaveHeads = headsFrom(leaveTables);
export const leaveClauses = behindHeads(leaveTables);

function headsFrom(tables: Readonly<Record<string, KeyTable>>): Clauses {
  return new Map(Object.keys(tables).map((head) => [head, head === 'on' ? 'call' : 'phrase']));
}

function behindHeads(tables: Readonly<Record<string, KeyTable>>): Clauses {
  const all = Object.values(tables).flatMap((table) => Object.entries(table));
  return clausesFrom(Object.fromEntries(all), Object.keys(tables));
}

const tails: { readonly [Kind in StepKind]: StepTail } = {
  send: 'none',
  wait: 'then-else',
  if: 'then-else',
  branch: 'cases',
  split: 'arms',
  set: 'none',
  task: 'outcomes',
  do: 'none',
  start: 'none',
  repeat: 'steps',
  end: 'none',
};

/** Keys that a tail writes. */
export const tailKeys: { readonly [Tail in StepTail]: readonly string[] } = {
  none: [],
  'then-else': ['then', 'else'],
  cases: ['cases', 'else'],
  arms: ['arms'],
  outcomes: ['outcomes'],
  steps: ['steps'],
};

/** The form of a step follows from the table of its keys. */
export function stepForm(kind: StepKind): StepForm {
  const tail = tails[kind];
  return {
    clauses: clausesFrom({ ...allSteps[kind].keys, ...commonStepKeys }, tailKeys[tail]),
    ...(kind === 'set' ? { positional: 'attribute' } : {}),
    tail,
  };
}

export const segmentClauses = clausesFrom(segmentKeys);

export const scoringClauses = clausesFrom(scoringKeys, ['fit', 'pain', 'limits']);

/** Behind the name of a test, and what describes the lead in its braces. */
export const testClauses = only(clausesFrom(testKeys), ['campaign']);
export const testValues = only(clausesFrom(testKeys), ['lead', 'account', 'given']);
export const testEventClauses = clausesFrom(testEventKeys, ['at', 'after']);
export const expectationHeads = only(clausesFrom(expectationKeys), expectations);
export const expectationClauses = clausesFrom(expectationKeys, expectations);

function only(clauses: Clauses, keys: readonly string[]): Clauses {
  return new Map([...clauses].filter(([key]) => keys.includes(key)));
}

/** Statements of a file or block that gather in one key: `playlist library …` stands under `playlists:`. */
export const playlistWord = 'playlist';
export const limitWord = 'limit';

/** Words of a phrase that are keys elsewhere: `best clicked(…) after 2d else short` has an `after` of its own. */
export const innerWords: ReadonlyMap<string, readonly string[]> = new Map([['best', ['after']]]);

/** `at_most` is written `at most`. */
export function wordsOf(key: string): readonly string[] {
  return key.split('_');
}
