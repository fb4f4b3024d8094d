import type { EventAst, FieldAst, SchemaTypeName } from '../../grammar/ast/schema.js';
import type { Located, Span } from '../../grammar/span.js';

/** Built-in names stand in no file. */
export const nowhere: Span = { file: '', start: 0, end: 0 };

export function builtInField(
  name: string,
  type: SchemaTypeName,
  more: { readonly default?: number | boolean; readonly values?: readonly string[]; readonly personal?: boolean } = {},
): FieldAst {
  return {
    name: at(name),
    type: at(type),
    personal: at(more.personal ?? false),
    ...(more.values === undefined ? {} : { values: more.values.map(at) }),
    ...(more.default === undefined ? {} : { default: at(more.default) }),
    span: nowhere,
  };
}

const score = ['fit', 'pain', 'total'].map((part) => builtInField(part, 'number', { default: 0 }));
const message = ['campaign', 'step', 'template', 'topic'].map((name) => builtInField(name, 'text'));
const topic = [builtInField('topic', 'text')];

interface BuiltInEvent {
  readonly meaning: string;
  /** A property without a default can be missing. */
  readonly properties: readonly FieldAst[];
  /** Whether `schema/` may say more of it: an application can send it as well. */
  readonly declarable?: true;
}

/** Events that the product itself brings about: known without being declared. */
export const builtInEventTable = {
  sdr_ready: { meaning: 'The score has reached the target.', properties: score },
  score_dropped: { meaning: 'The score has fallen below the target.', properties: score },
  stage_changed: {
    meaning: 'The lead has come to another stage: its attribute "stage" has another value (domain.md N-02).',
    properties: [builtInField('old', 'text'), builtInField('new', 'text')],
  },
  reopened: {
    meaning: 'A lead that was judged not ready is active again after a long silence (domain.md H-13).',
    properties: score,
  },
  subscribed: {
    meaning: 'The lead agreed to a topic; without one to all.',
    properties: [...topic, builtInField('confirmed', 'boolean', { default: false })],
    declarable: true,
  },
  unsubscribed: {
    meaning: 'The lead objected to a topic; without one to all.',
    properties: topic,
    declarable: true,
  },
  frequency_chosen: {
    meaning: 'The lead said how often it wants to be written to; what is not named stays as it was.',
    properties: [builtInField('at_most', 'enum', { values: ['any', 'weekly'] }), builtInField('pause', 'boolean')],
    declarable: true,
  },
  started: {
    meaning: 'Another campaign, or the API, started this one; the properties of the event handed over come with it.',
    properties: [builtInField('campaign', 'text')],
  },
  campaign_finished: {
    meaning: 'A campaign is over for the lead.',
    properties: [builtInField('campaign', 'text'), builtInField('ending', 'enum', { values: ['goal', 'left', 'finished', 'late'] })],
  },
  task_completed: {
    meaning: 'A person answered a task.',
    properties: ['campaign', 'task', 'team', 'outcome'].map((name) => builtInField(name, 'text')),
  },
  task_late: {
    meaning: 'A task was not answered in time.',
    properties: ['campaign', 'task', 'team'].map((name) => builtInField(name, 'text')),
  },
  email_opened: { meaning: 'A picture of the mail was loaded; often by a machine (domain.md M-05).', properties: message, declarable: true },
  email_clicked: {
    meaning: 'A link in a mail was followed.',
    properties: [...message, builtInField('url', 'text')],
    declarable: true,
  },
  email_replied: { meaning: 'The lead answered a mail.', properties: message, declarable: true },
  email_bounced: {
    meaning: 'A mail could not be delivered.',
    properties: [...message, builtInField('bounce', 'enum', { values: ['hard', 'soft'] })],
    declarable: true,
  },
  email_complained: { meaning: 'The lead reported a mail as unwanted.', properties: message, declarable: true },
} as const satisfies Readonly<Record<string, BuiltInEvent>>;

/** In the shape that `schema/` has. */
export const builtInEvents: readonly EventAst[] = builtIns(() => true);

/** Those that a schema may not declare. */
export const closedBuiltInEvents: readonly EventAst[] = builtIns(({ declarable }) => declarable !== true);

function builtIns(wanted: (event: BuiltInEvent) => boolean): readonly EventAst[] {
  const all: readonly (readonly [string, BuiltInEvent])[] = Object.entries(builtInEventTable);
  return all.flatMap(([name, event]) => {
    if (!wanted(event)) return [];
    return [{ name: at(name), meaning: at(event.meaning), properties: event.properties, span: nowhere }];
  });
}

function at<T>(value: T): Located<T> {
  return { value, span: nowhere };
}
