import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { EventAst, FieldAst, SchemaAst } from '../../grammar/ast/schema.js';
import type { HoursAst, SenderAst, TopicAst, WorkspaceAst } from '../../grammar/ast/workspace.js';
import type { Located, Span } from '../../grammar/span.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import type { TemplateFiles } from '../project.js';
import { builtInAttributes, builtInEvents } from './built-in.js';
import { stepsOf } from './steps-of.js';

/** What the files yielded; a file that could not be read at all is missing here, and said so. */
export interface Parsed {
  readonly workspace?: WorkspaceAst;
  readonly schemas: readonly SchemaAst[];
  readonly campaigns: readonly CampaignAst[];
  readonly templates: ReadonlyMap<string, TemplateFiles>;
  readonly complete: Complete;
}

/** Where a file could not be read in whole, an unknown name proves nothing. */
export interface Complete {
  readonly schemaComplete: boolean;
  readonly workspaceClean: boolean;
  /** Campaigns, by the names of their files, that could not be read in whole. */
  readonly unread: ReadonlySet<string>;
}

/** Everything that has a name. */
export interface Declared extends Complete {
  readonly attributes: ReadonlyMap<string, FieldAst>;
  readonly events: ReadonlyMap<string, DeclaredEvent>;
  readonly workspace?: WorkspaceAst;
  readonly topics: ReadonlyMap<string, TopicAst>;
  readonly senders: ReadonlyMap<string, SenderAst>;
  readonly hours: ReadonlyMap<string, HoursAst>;
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
  const events = unique('event', [...builtInEvents, ...parsed.schemas.flatMap((schema) => schema.events)], report);
  const { workspace } = parsed;
  return {
    attributes: withBuiltIn(attributes),
    events: new Map([...events].map(([name, ast]) => [name, declareEvent(ast, report)])),
    ...(workspace === undefined ? {} : { workspace }),
    topics: unique('topic', workspace?.topics ?? [], report),
    senders: unique('sender', workspace?.senders ?? [], report),
    hours: unique('hours', workspace?.hours ?? [], report),
    campaigns: campaignsByName(parsed.campaigns, report),
    sends: new Map(parsed.campaigns.map((campaign) => [campaign.name.value, sendIds(campaign)])),
    templates: parsed.templates,
    ...parsed.complete,
  };
}

function declareEvent(ast: EventAst, report: CompilerReport): DeclaredEvent {
  return { ast, properties: unique('property', ast.properties, report) };
}

function withBuiltIn(attributes: ReadonlyMap<string, FieldAst>): ReadonlyMap<string, FieldAst> {
  const all = new Map(builtInAttributes.map((field) => [field.name.value, field]));
  for (const [name, field] of attributes) all.set(name, field);
  return all;
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
  const isAtHome = ({ name }: CampaignAst) => name.span.file === `campaigns/${name.value}.yaml`;
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

function sendIds(campaign: CampaignAst): ReadonlySet<string> {
  return new Set(stepsOf(campaign.steps).flatMap((step) => (step.kind === 'send' ? [step.id.value] : [])));
}
