import type { CampaignAst, InFlightAst, PlaylistAst, PlaylistItemAst } from '../ast/campaign.js';
import type { EntryAst, LateEntryAst, LeaveAst } from '../ast/entry.js';
import type { ExprAst } from '../ast/expression.js';
import type { EventAst, FieldAst, SchemaTypeName } from '../ast/schema.js';
import type { FitFactorAst, FitRuleAst, PainRuleAst, ScoringAst } from '../ast/scoring.js';
import type { SegmentAst } from '../ast/segment.js';
import type { ArmAst, AssignAst, LateAst, NamedStepsAst, StepAst, UnsureAst } from '../ast/step.js';
import type { ExpectationAst, TestAst, TestEventAst } from '../ast/test-file.js';
import type { ValueTree } from '../ast/value-tree.js';
import type {
  CapAst,
  ChannelAst,
  DkimAst,
  EnvironmentAst,
  HolidaysAst,
  HoursAst,
  LinksAst,
  PaceAst,
  RetentionAst,
  SdrAst,
  SenderAst,
  StageAst,
  TopicAst,
} from '../ast/workspace.js';
import type { PhraseTypes } from '../expressions/all-phrases.js';
import type { Located } from '../span.js';

type AnyValue = string | number | boolean;

/** One value that is no phrase: a name, a text, a number, or one of a few words. */
export interface ScalarTypes {
  readonly name: Located<string>;
  readonly text: Located<string>;
  /** As `text`, but what YAML would read as a number or truth value is refused. */
  readonly 'strict-text': Located<string>;
  readonly number: Located<number>;
  readonly 'whole-number': Located<number>;
  /** 1 to 5. */
  readonly effort: Located<number>;
  readonly boolean: Located<boolean>;
  /** Text, number or truth value, as YAML reads it. */
  readonly value: Located<AnyValue>;
  /** `2026-03-27 10:00`, on a wall clock. */
  readonly moment: Located<string>;
  /** `2026-12-25`, or each year `12-25`. */
  readonly 'calendar-day': Located<string>;
  /** `go.northwind.example`: a name without scheme, port and path. */
  readonly host: Located<string>;
  /** `https://assets.northwind.example`, with a path or without. */
  readonly 'https-address': Located<string>;
  /** `lead.x` or `account.x`. */
  readonly attribute: ExprAst;
  readonly late: Located<LateAst>;
  readonly 'late-entry': Located<LateEntryAst>;
  readonly unsure: Located<UnsureAst>;
  /** What comes of something that failed, or has nothing left. */
  readonly onward: Located<'continue' | 'end'>;
  readonly 'schema-type': Located<SchemaTypeName>;
  readonly opt: Located<'in' | 'double' | 'out'>;
}

/** Lists and mappings, already decoded. */
export interface NestedTypes {
  readonly names: readonly Located<string>[];
  readonly texts: readonly Located<string>[];
  /** Of a campaign. */
  readonly entry: EntryAst;
  readonly entries: readonly EntryAst[];
  readonly leave: LeaveAst;
  readonly leaves: readonly LeaveAst[];
  readonly 'playlist-items': readonly PlaylistItemAst[];
  readonly playlists: readonly PlaylistAst[];
  readonly 'in-flight': InFlightAst;
  readonly step: StepAst;
  readonly steps: CampaignAst['steps'];
  /** Steps by the value of an enum. */
  readonly 'case-steps': readonly NamedStepsAst[];
  /** Steps by what a person answered. */
  readonly 'outcome-steps': readonly NamedStepsAst[];
  readonly arm: Omit<ArmAst, 'name' | 'span'>;
  readonly arms: readonly ArmAst[];
  readonly assignments: readonly AssignAst[];
  readonly 'value-tree': ValueTree;
  /** Of a workspace. */
  readonly caps: readonly CapAst[];
  readonly hours: readonly HoursAst[];
  readonly topic: Omit<TopicAst, 'name' | 'span'>;
  readonly topics: readonly TopicAst[];
  readonly sender: Omit<SenderAst, 'name' | 'span'>;
  readonly senders: readonly SenderAst[];
  readonly 'calendar-days': readonly Located<string>[];
  readonly holidays: readonly HolidaysAst[];
  readonly stages: readonly StageAst[];
  readonly channel: Omit<ChannelAst, 'name' | 'span'>;
  readonly channels: readonly ChannelAst[];
  readonly sdr: SdrAst;
  readonly links: LinksAst;
  readonly retention: RetentionAst;
  readonly 'dkim-key': DkimAst;
  readonly 'dkim-keys': readonly DkimAst[];
  readonly pace: PaceAst;
  readonly paces: readonly PaceAst[];
  readonly environment: Omit<EnvironmentAst, 'name' | 'span'>;
  readonly environments: readonly EnvironmentAst[];
  /** Single values under names that stand in expressions, and so have no hyphen. */
  readonly values: ReadonlyMap<string, Located<AnyValue>>;
  /** Single values under any names. */
  readonly 'named-values': ReadonlyMap<string, Located<AnyValue>>;
  /** Of a schema, of segments, of scoring, of tests. */
  readonly field: Omit<FieldAst, 'name' | 'span'>;
  readonly fields: readonly FieldAst[];
  readonly event: Omit<EventAst, 'name' | 'span'>;
  readonly events: readonly EventAst[];
  readonly segment: Omit<SegmentAst, 'name' | 'span'>;
  readonly segments: readonly SegmentAst[];
  readonly 'fit-rules': readonly FitRuleAst[];
  readonly fit: readonly FitFactorAst[];
  readonly pain: readonly PainRuleAst[];
  readonly limits: ScoringAst['limits'];
  readonly test: TestAst;
  readonly tests: readonly TestAst[];
  readonly 'test-event': TestEventAst;
  readonly 'test-events': readonly TestEventAst[];
  readonly expectation: ExpectationAst;
  readonly expectations: readonly ExpectationAst[];
}

/**
 * What a key of each type yields.
 *
 * The type of a key says all there is to know of its value: `allKeyTypes` holds for each the
 * words for messages, an example, the decoder, and the shape (what stands below it, by further
 * key types), so that whoever reads a table can go down to the last scalar.
 */
export interface KeyTypes extends PhraseTypes, ScalarTypes, NestedTypes {}

export type KeyType = keyof KeyTypes;

/** One key of a mapping: feeds the decoder, and whatever describes the language. */
export interface Key<Type extends KeyType = KeyType> {
  readonly type: Type;
  readonly doc: string;
  /** Reported on the mapping when it is missing. */
  readonly required?: true;
  /** What holds when the key is left out. */
  readonly default?: string;
  /** For messages and pages, where the type's own example does not fit. */
  readonly example?: string;
}

export type KeyTable = Readonly<Record<string, Key>>;

/** `at_most` in a file is `atMost` in the tree. */
type Camel<Name> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;

/** What `decodeKeys` yields for a table; a key that is missing or wrong is absent. */
export type Decoded<Table extends KeyTable> = {
  readonly [Name in keyof Table as Camel<Name>]?: KeyTypes[Table[Name]['type']];
};

export function camelCase(key: string): string {
  return key.includes('_') ? key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) : key;
}

/** Types a table without widening the types of its keys. */
export function keyTable<const Table extends KeyTable>(table: Table): Table {
  return table;
}
