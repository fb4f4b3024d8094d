import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { EventAst, FieldAst, SchemaAst } from '../../grammar/ast/schema.js';
import type { ListAst, SegmentAst, SegmentsAst } from '../../grammar/ast/segment.js';
import type { ChannelAst, EnvironmentAst, HoursAst, SenderAst, TopicAst, WorkspaceAst } from '../../grammar/ast/workspace.js';
import type { Located, Span } from '../../grammar/span.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import type { DeclaredExtensions } from '../extensions/declared-extensions.js';
import { noExtensions } from '../extensions/declared-extensions.js';
import { onceFor } from '../once-for.js';
import type { TemplateFiles } from '../project.js';
import { campaignNameOf } from '../project.js';
import { builtInAccountAttributes, builtInAttributes, stages } from './built-in.js';
import { builtInEvents, closedBuiltInEvents } from './built-in-events.js';
import { triggerEvents } from './trigger-events.js';
import { stepsOf } from './steps-of.js';

/** What the files yielded; a file that could not be read at all is missing here, and said so. */
export interface Parsed {
  readonly workspace?: WorkspaceAst;
  readonly schemas: readonly SchemaAst[];
  readonly campaigns: readonly CampaignAst[];
  readonly segments?: readonly SegmentsAst[];
  readonly lists?: readonly ListAst[];
  readonly extensions?: DeclaredExtensions;
  readonly templates: ReadonlyMap<string, TemplateFiles>;
  readonly complete: Complete;
}

/** Where a file could not be read in whole, an unknown name proves nothing. */
export interface Complete {
  readonly schemaComplete: boolean;
  readonly workspaceClean: boolean;
  /** Campaigns, by the names of their files, that could not be read in whole. */
  readonly unread: ReadonlySet<string>;
  /** Left out: all files of segments and lists could be read. */
  readonly groupsIncomplete?: boolean;
  /** Left out: all plug-ins could be read. */
  readonly extensionsIncomplete?: boolean;
}

/** Everything that has a name. */
export interface Declared extends Complete {
  /** Of leads. */
  readonly attributes: ReadonlyMap<string, FieldAst>;
  readonly accountAttributes: ReadonlyMap<string, FieldAst>;
  readonly events: ReadonlyMap<string, DeclaredEvent>;
  readonly workspace?: WorkspaceAst;
  readonly topics: ReadonlyMap<string, TopicAst>;
  readonly senders: ReadonlyMap<string, SenderAst>;
  readonly hours: ReadonlyMap<string, HoursAst>;
  /** Of the workspace; `email` needs no declaration and is not among them. */
  readonly channels: ReadonlyMap<string, ChannelAst>;
  readonly environments: ReadonlyMap<string, EnvironmentAst>;
  /** The built-in stages and the workspace's own with their sub-stages. */
  readonly stages: readonly string[];
  readonly segments: ReadonlyMap<string, SegmentAst>;
  readonly lists: ReadonlyMap<string, ListAst>;
  readonly extensions: DeclaredExtensions;
  readonly campaigns: ReadonlyMap<string, CampaignAst>;
  /** Step ids that send, by campaign. */
  readonly sends: ReadonlyMap<string, ReadonlySet<string>>;
  readonly templates: ReadonlyMap<string, TemplateFiles>;
}

export interface DeclaredEvent {
  readonly ast: EventAst;
  readonly properties: ReadonlyMap<string, FieldAst>;
}

/** Collects all names and reports those declared twice. */
export function declare(parsed: Parsed, report: CompilerReport): Declared {
  const attributes = unique('attribute', parsed.schemas.flatMap(({ lead }) => lead), report);
  const account = unique('attribute', parsed.schemas.flatMap((schema) => schema.account), report);
  const extensions = parsed.extensions ?? noExtensions;
  const events = unique('event', [...closedBuiltInEvents, ...parsed.schemas.flatMap((schema) => schema.events)], report);
  const { workspace } = parsed;
  return {
    attributes: withBuiltIn(attributes, builtInAttributes),
    accountAttributes: withBuiltIn(account, builtInAccountAttributes),
    events: declareEvents([...triggerEvents(extensions), ...builtInEvents, ...events.values()], report),
    ...(workspace === undefined ? {} : { workspace }),
    topics: unique('topic', workspace?.topics ?? [], report),
    senders: unique('sender', workspace?.senders ?? [], report),
    hours: unique('hours', workspace?.hours ?? [], report),
    channels: unique('channel', workspace?.channels ?? [], report),
    environments: unique('environment', workspace?.environments ?? [], report),
    stages: stagesOf(workspace),
    ...groupsOf(parsed, report),
    extensions,
    campaigns: campaignsByName(parsed.campaigns, report),
    sends: new Map(parsed.campaigns.map((campaign) => [campaign.name.value, sendIds(campaign)])),
    templates: parsed.templates,
    ...parsed.complete,
  };
}

/** The last one of a name counts; what it says of the properties it adds to what is built in. */
function declareEvents(events: readonly EventAst[], report: CompilerReport): ReadonlyMap<string, DeclaredEvent> {
  const declared = new Map<string, DeclaredEvent>();
  for (const ast of events) {
    const known = declared.get(ast.name.value);
    const own = unique('property', ast.properties, report);
    declared.set(ast.name.value, { ast, properties: new Map([...(known?.properties ?? []), ...own]) });
  }
  return declared;
}

function withBuiltIn(
  attributes: ReadonlyMap<string, FieldAst>,
  builtIn: readonly FieldAst[],
): ReadonlyMap<string, FieldAst> {
  const all = new Map(builtIn.map((field) => [field.name.value, field]));
  for (const [name, field] of attributes) all.set(name, field);
  return all;
}

function stagesOf(workspace: WorkspaceAst | undefined): readonly string[] {
  const own = workspace?.stages.flatMap(({ name, subStages }) => [name.value, ...subStages.map(({ value }) => value)]);
  return [...new Set([...stages, ...(own ?? [])])];
}

/** A segment and a list share one word behind `in`, so they share their names. */
function groupsOf(parsed: Parsed, report: CompilerReport): Pick<Declared, 'segments' | 'lists'> {
  const segments = unique('segment', parsed.segments?.flatMap((file) => file.segments) ?? [], report);
  const lists = new Map<string, ListAst>();
  for (const list of parsed.lists ?? []) {
    const same = segments.get(list.name)?.name.span ?? lists.get(list.name)?.span;
    if (same === undefined) lists.set(list.name, list);
    else report('C2204', list.span, { what: 'list', name: list.name }, { labels: firstLabel(same) });
  }
  return { segments, lists };
}

function unique<T extends { readonly name: Located<string> }>(
  what: string,
  items: readonly T[],
  report: CompilerReport,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const item of items) {
    const first = found.get(item.name.value);
    if (first === undefined) found.set(item.name.value, item);
    else report('C2204', item.name.span, { what, name: item.name.value }, { labels: firstLabel(first.name.span) });
  }
  return found;
}

function campaignsByName(
  campaigns: readonly CampaignAst[],
  report: CompilerReport,
): ReadonlyMap<string, CampaignAst> {
  const found = new Map<string, CampaignAst>();
  // The one in the file of its name is the first, the other the copy.
  const isAtHome = ({ name }: CampaignAst) => campaignNameOf(name.span.file) === name.value;
  const inOrder = [...campaigns.filter(isAtHome), ...campaigns.filter((campaign) => !isAtHome(campaign))];
  for (const campaign of inOrder) {
    const { value: name, span } = campaign.name;
    const first = found.get(name);
    if (first === undefined) found.set(name, campaign);
    else report('C2203', span, { name }, { labels: firstLabel(first.name.span) });
  }
  return found;
}

/** A built-in name has no place in any file. */
function firstLabel(span: Span): readonly { readonly span: Span; readonly text: string }[] {
  return span.file === '' ? [] : [{ span, text: 'first declared here' }];
}

const sendIds = onceFor((campaign: CampaignAst): ReadonlySet<string> => {
  return new Set(stepsOf(campaign.steps).flatMap((step) => (step.kind === 'send' ? [step.id.value] : [])));
});
