import type { Diagnostic } from '../grammar/diagnostics/diagnostic.js';
import type { Source } from '../grammar/span.js';
import { check } from './check.js';
import type { CheckOptions } from './check.js';
import type { Use } from './compile-messages.js';
import { assetTable, createCompiler, usesOf } from './compile-messages.js';
import { createCompilerReport } from './diagnostics/compiler-codes.js';
import type { Declared } from './names/declared.js';
import { declare } from './names/declared.js';
import type { MessageContent, SchemaPlan } from './plan/ir.js';
import { planSchema } from './plan/plan-schema.js';
import type { TemplateFiles } from './project.js';
import { classify } from './project.js';
import { readProject } from './read-project.js';
import type { AssetTable } from './templates/assets.js';
import type { Alternative } from './templates/files/template-name.js';
import type { MessageData } from './templates/liquid/liquid.js';
import { withDefaults } from './templates/message-data.js';
import { sampleData } from './templates/sample-data.js';

/** One template of a repository, looked at alone. */
export interface OpenMessage {
  /** `campaign/name`. */
  readonly key: string;
  readonly campaign: string;
  readonly name: string;
  /** Wordings beside the default, in the order of their files. */
  readonly alternatives: readonly Alternative[];
  /** Where somebody sends it; the first step counts. */
  readonly from?: { readonly label: string; readonly address: string };
  readonly marketing: boolean;
  /** What stands at its files. */
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined where it has errors. */
  compile(): Promise<MessageContent | undefined>;
  /** The data of somebody with these attributes; left out: of the schema's examples. */
  dataOf(lead?: Readonly<Record<string, unknown>>): MessageData;
}

export interface OpenMessages {
  /** By key. */
  readonly messages: readonly OpenMessage[];
  /** Where the addresses of assets in them come from. */
  readonly assets: AssetTable;
}

/**
 * Every template of a repository with what it takes to render it. Other files may have errors: then
 * what they declare is missing, and nothing more.
 */
export async function openMessages(sources: readonly Source[], options: CheckOptions = {}): Promise<OpenMessages> {
  const { diagnostics } = await check(sources, options);
  const project = classify(sources);
  const read = readProject(project);
  const declared = declare(
    {
      ...(read.workspace === undefined ? {} : { workspace: read.workspace.ast }),
      schemas: read.schemas.map(({ ast }) => ast),
      campaigns: read.campaigns.map(({ ast }) => ast),
      templates: project.templates,
      // Said by the check; here the rest is looked at as if it were all.
      complete: { schemaComplete: true, workspaceClean: true, unread: new Set() },
    },
    createCompilerReport(),
  );
  const compile = createCompiler(declared, options);
  const schema = planSchema(declared);
  const messages = [...project.templates].map(([key, files]) => {
    const campaign = declared.campaigns.get(files.campaign);
    const use = campaign === undefined ? undefined : usesOf(campaign, declared).find((one) => one.files === files);
    const marketing = use?.email.class !== 'transactional';
    const from = use === undefined ? undefined : senderOf(use, declared);
    const paths = pathsOf(files);
    const own = diagnostics.filter(({ span }) => paths.has(span.file));
    return {
      key,
      campaign: files.campaign,
      name: files.name,
      alternatives: files.alternatives.map(({ of }) => of),
      ...(from === undefined ? {} : { from }),
      marketing,
      diagnostics: own,
      compile: async () => (await compile(campaign, files, marketing, declared)).value,
      dataOf: (lead?: Readonly<Record<string, unknown>>) => dataOf(lead, sampleData(campaign, declared, marketing), schema),
    };
  });
  return { messages, assets: assetTable(declared, options.assets) };
}

function dataOf(
  lead: Readonly<Record<string, unknown>> | undefined,
  sample: MessageData,
  schema: SchemaPlan,
): MessageData {
  if (lead === undefined) return sample;
  const zone = lead['time_zone'];
  return { ...sample, lead: withDefaults(schema.lead, lead), zone: typeof zone === 'string' ? zone : sample.zone };
}

function senderOf({ email }: Use, declared: Declared): OpenMessage['from'] {
  const sender = declared.senders.get(email.from ?? '');
  return sender === undefined
    ? undefined
    : { label: sender.label?.value ?? sender.name.value, address: sender.address?.value ?? '' };
}

function pathsOf({ mjml, text, alternatives, refused }: TemplateFiles): ReadonlySet<string> {
  const sources = [mjml, text, ...alternatives.flatMap((one) => [one.mjml, one.text]), ...refused.map(({ source }) => source)];
  return new Set(sources.flatMap((source) => (source === undefined ? [] : [source.path])));
}
