import type { CampaignAst, VariantsAst } from '../grammar/ast/campaign.js';
import type { SendStepAst } from '../grammar/ast/step.js';
import { createReport } from '../grammar/diagnostics/code.js';
import type { Checked, Diagnostic } from '../grammar/diagnostics/diagnostic.js';
import { workingLongOn } from './fault.js';
import type { Memory } from './memory.js';
import { noMemory } from './memory.js';
import type { Declared } from './names/declared.js';
import { stepsOf } from './names/steps-of.js';
import type { MessageContent, SchemaPlan } from './plan/ir.js';
import { planEntryFields, planSchema } from './plan/plan-schema.js';
import type { TemplateFiles } from './project.js';
import { templateKey } from './project.js';
import type { ReadProject } from './read-project.js';
import type { EmailPhrase } from './steps/email-settings.js';
import { emailOf } from './steps/email-settings.js';
import type { Asset, AssetTable } from './templates/assets.js';
import { noAssetBase } from './templates/assets.js';
import { checkInvisible } from './templates/check-invisible.js';
import { templateFileCodes } from './templates/codes/template-file-codes.js';
import { compileFiles } from './templates/compile-files.js';
import { checkAssets } from './templates/files/check-assets.js';
import { checkCartDiscount } from './templates/files/check-cart-discount.js';
import { checkFileNames } from './templates/files/check-file-names.js';
import { checkSenders } from './templates/files/check-senders.js';
import { checkVariants, pickOf } from './templates/files/check-variants.js';
import { sampleData } from './templates/sample-data.js';
import type { TemplateCache } from './templates/template-cache.js';
import { createTemplateCache } from './templates/template-cache.js';
import { templateCodes } from './templates/template-codes.js';

export interface Messages {
  /** By campaign, then by step id; items of a playlist by `step/template`. */
  readonly byCampaign: ReadonlyMap<string, Readonly<Record<string, MessageContent>>>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface MessageOptions {
  /** Even alone it helps: several steps may send one template. */
  readonly templateCache?: TemplateCache;
  /** What lies below `assets/`; left out: nobody looked, and nothing is said of it. */
  readonly assets?: readonly Asset[];
  readonly memory?: Memory;
}

/** Compiles the templates that campaigns send, each with the names its campaign offers, and looks at how their files fit together. */
export async function compileMessages(
  read: ReadProject,
  declared: Declared,
  options: MessageOptions = {},
): Promise<Messages> {
  const byCampaign = new Map<string, Readonly<Record<string, MessageContent>>>();
  const uses = new Map(read.campaigns.map(({ ast }) => [ast, usesOf(ast, declared)]));
  const diagnostics: Diagnostic[] = [...(await checkFiles(read, [...uses.values()].flat(), declared, options))];
  // Names that nobody could declare prove nothing about a template.
  if (!declared.schemaComplete) return { byCampaign, diagnostics };
  const { memory = noMemory } = options;
  const compile = createCompiler(declared, options);
  for (const { source, ast } of read.campaigns) {
    if (namesUnknownEvent(ast, declared)) continue;
    const own = await memory.amongOthers('messages', source, declared, (known) =>
      messagesOf(ast, usesOf(ast, known), compile),
    );
    diagnostics.push(...own.diagnostics);
    byCampaign.set(ast.name.value, own.value);
  }
  return { byCampaign, diagnostics };
}

async function messagesOf(
  campaign: CampaignAst,
  uses: readonly Use[],
  compile: Compile,
): Promise<Checked<Readonly<Record<string, MessageContent>>>> {
  const diagnostics: Diagnostic[] = [];
  const messages: [string, MessageContent][] = [];
  for (const { key, files, email } of uses) {
    const marketing = email.class === 'marketing';
    const result = await workingLongOn(files.mjml?.path ?? files.name, () => compile(campaign, files, marketing));
    diagnostics.push(...result.diagnostics);
    if (result.value !== undefined) messages.push([key, result.value]);
  }
  return { value: Object.fromEntries(messages), diagnostics };
}

/** One step and a template it sends. */
export interface Use {
  /** What the message is called in the plan's content. */
  readonly key: string;
  readonly files: TemplateFiles;
  readonly email: EmailPhrase;
  readonly variants?: VariantsAst;
}

/** The templates a campaign sends; one that does not exist was reported at its step. */
export function usesOf(campaign: CampaignAst, { templates }: Declared): readonly Use[] {
  const use = (key: string, template: string, step: Pick<SendStepAst, 'email' | 'variants'>): readonly Use[] => {
    const files = templates.get(templateKey(campaign.name.value, template));
    const variants = step.variants ?? campaign.variants;
    const email = emailOf(step, campaign.email);
    return files === undefined ? [] : [{ key, files, email, ...(variants === undefined ? {} : { variants }) }];
  };
  return stepsOf(campaign.steps).flatMap((step) => {
    if (step.kind === 'send') return use(step.id.value, (step.template ?? step.id).value, step);
    if (step.kind !== 'repeat' || step.play === undefined) return [];
    const { play } = step;
    const items = campaign.playlists.find(({ name }) => name.value === play.value)?.items ?? [];
    return items.flatMap(({ template: { value } }) => use(`${step.id.value}/${value}`, value, {}));
  });
}

type Compile = (
  campaign: CampaignAst | undefined,
  files: TemplateFiles,
  marketing: boolean,
) => Promise<Checked<MessageContent | undefined>>;

/** What all templates of one repository are compiled with. */
export function createCompiler(declared: Declared, options: MessageOptions): Compile {
  const cache = options.templateCache ?? createTemplateCache();
  const schema = planSchema(declared);
  const assets = assetTable(declared, options.assets);
  // One object for all messages of a campaign: its hash is taken once.
  const known = new Map<string, ReturnType<typeof offersOf>>();
  return (campaign, files, marketing) => {
    const key = `${marketing} ${campaign?.name.value ?? ''}`;
    const offers = known.get(key) ?? offersOf(campaign, marketing, schema, declared);
    known.set(key, offers);
    return compileFiles(files, { ...offers, assets, cache });
  };
}

function offersOf(campaign: CampaignAst | undefined, marketing: boolean, schema: SchemaPlan, declared: Declared) {
  return {
    schema,
    entry: campaign === undefined ? {} : planEntryFields(campaign, declared),
    marketing,
    sample: sampleData(campaign, declared, marketing),
  };
}

/** Where assets are served from, and what there is. */
export function assetTable({ workspace }: Declared, assets: readonly Asset[] | undefined): AssetTable {
  const base = workspace?.links?.assets?.value.replace(/\/+$/, '') ?? noAssetBase;
  return { base, ...(assets === undefined ? {} : { files: new Map(assets.map((asset) => [asset.path, asset])) }) };
}

function namesUnknownEvent({ enter }: CampaignAst, { events }: Declared): boolean {
  return enter.some((entry) => entry.kind === 'on' && !events.has(entry.event.value));
}

async function checkFiles(
  read: ReadProject,
  uses: readonly Use[],
  declared: Declared,
  { assets }: MessageOptions,
): Promise<readonly Diagnostic[]> {
  const report = createReport(templateFileCodes);
  const unseen = createReport(templateCodes);
  const { templates } = declared;
  const sent = new Set(uses.map(({ files }) => templateKey(files.campaign, files.name)));
  checkFileNames(templates, sent, report);
  if (declared.workspaceClean) checkSenders(declared.senders.values(), report);
  for (const { ast } of read.campaigns) checkCartDiscount(ast, templates, report);
  if (declared.schemaComplete) {
    const worded = new Set(uses.flatMap(({ files }) => (files.alternatives.length === 0 ? [] : [files])));
    for (const files of worded) {
      // Only now: it loads all of Liquid, and most repositories have one language.
      const { checkTranslations } = await import('./templates/files/check-translations.js');
      const picks = uses.flatMap((use) => (use.files === files ? [pickOf(use.variants, declared)] : []));
      checkVariants(files, picks, report);
      checkTranslations(files, { lead: {}, entry: {}, marketing: true }, report);
    }
  }
  if (assets !== undefined) checkAssets(assets, declared.workspace?.links?.assets !== undefined, templates, report);
  for (const source of read.sources) checkInvisible(source, unseen);
  return [...report.diagnostics, ...unseen.diagnostics];
}
