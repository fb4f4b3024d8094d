import type { Key, KeyTable } from '../../../grammar/decode/key-table.js';
import { campaignKeys, entryHeads, leaveHeads } from '../../../grammar/decode/keys/campaign-keys.js';
import { scoringKeys } from '../../../grammar/decode/keys/scoring-keys.js';
import { segmentKeys } from '../../../grammar/decode/keys/segment-keys.js';
import { expectationKeys, testEventKeys, testKeys } from '../../../grammar/decode/keys/test-keys.js';
import { allSteps, stepKeys, stepKinds } from '../../../grammar/steps/all-steps.js';
import type { YamlFileKind } from '../schemas/file-schemas.js';

/** A statement of the textual surface, for somebody who is typing it. */
export interface TextForm {
  readonly doc: string;
  /** The key of the value that stands right behind the head. */
  readonly value?: Key;
  /** The key that this value has, where it is not the head. */
  readonly as?: string;
  /** A name stands between the head and that value. */
  readonly named?: true;
  /** Keys of which one stands right behind the head. */
  readonly begins?: KeyTable;
  /** Keys that can follow. */
  readonly clauses: KeyTable;
}

export type TextForms = Readonly<Record<string, TextForm>>;

const inBraces: ReadonlySet<string> = new Set(['then', 'else', 'cases', 'arms', 'outcomes', 'steps']);
const ofTheirOwn: ReadonlySet<string> = new Set(['enter', 'leave', 'playlists', 'in_flight', 'steps']);

/** The statements that a file of the kind can hold, by their first word. */
export function textForms(kind: YamlFileKind): TextForms {
  switch (kind) {
    case 'campaign':
      return { ...singles(without(campaignKeys, ofTheirOwn)), ...ways, ...steps };
    case 'segments':
      return { segment: { doc: 'A condition over a lead, by name.', named: true, clauses: segmentKeys } };
    case 'scoring': {
      const { fit, pain, limits: _limits, ...others } = scoringKeys;
      return {
        ...singles(others),
        fit: { doc: fit.doc, named: true, value: { type: 'fit-rule', doc: fit.doc }, clauses: {} },
        pain: { doc: pain.doc, named: true, value: { type: 'pain-rule', doc: pain.doc }, clauses: {} },
      };
    }
    case 'tests':
      return {
        test: { doc: testKeys.test.doc, clauses: { campaign: testKeys.campaign } },
        at: { doc: testEventKeys.at.doc, named: true, as: 'event', value: testEventKeys.event, clauses: { with: testEventKeys.with } },
        after: { doc: testEventKeys.after.doc, named: true, as: 'event', value: testEventKeys.event, clauses: { with: testEventKeys.with } },
        expect: { doc: testKeys.expect.doc, begins: expectationKeys, clauses: { at: expectationKeys.at } },
      };
    case 'workspace':
    case 'schema':
      return {};
  }
}

const ways: TextForms = {
  enter: { doc: campaignKeys.enter.doc, begins: headsOf(entryHeads), clauses: union(entryHeads) },
  leave: { doc: campaignKeys.leave.doc, begins: headsOf(leaveHeads), clauses: union(leaveHeads) },
};

const steps: TextForms = Object.fromEntries(
  stepKinds.map((kind) => {
    const clauses = without(stepKeys[kind], inBraces);
    return [kind, { doc: allSteps[kind].summary, value: { type: 'name', doc: 'The id of the step.' }, clauses }] as const;
  }),
);

function singles(table: KeyTable): TextForms {
  return Object.fromEntries(Object.entries(table).map(([name, key]) => [name, { doc: key.doc, value: key, clauses: {} }] as const));
}

function headsOf(tables: Readonly<Record<string, KeyTable>>): KeyTable {
  return Object.fromEntries(Object.entries(tables).flatMap(([head, table]) => (table[head] === undefined ? [] : [[head, table[head]] as const])));
}

function union(tables: Readonly<Record<string, KeyTable>>): KeyTable {
  return Object.fromEntries(Object.values(tables).flatMap((table) => Object.entries(table)));
}

function without(table: KeyTable, names: ReadonlySet<string>): KeyTable {
  return Object.fromEntries(Object.entries(table).filter(([name]) => !names.has(name)));
}
