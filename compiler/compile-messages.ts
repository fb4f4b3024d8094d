import type { CampaignAst, VariantsAst } from '../grammar/ast/campaign.js';
import type { SendStepAst } from '../grammar/ast/step.js';
import { createReport } from '../grammar/diagnostics/code.js';
import type { Checked, Diagnostic } from '../grammar/diagnostics/diagnostic.js';
import type { Source } from '../grammar/span.js';
import { workingLongOn } from './fault.js';
import type { Memory } from './memory.js';
import { noMemory } from './memory.js';
import type { Declared } from './names/declared.js';
import { stepsOf } from './names/steps-of.js';
import { onceFor } from './once-for.js';
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
import type { Offers } from './templates/compile-files.js';
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
  const { memory = noMemory } = options;
  const uses = read.campaigns.map(({ source, ast }) =>
    memory.amongOthers('templates in use', source, declared, (known) => usesOf(ast, known)),
  );
  const diagnostics: Diagnostic[] = [...(await checkFiles(read, uses, declared, options))];
  // Names that nobody could declare prove nothing about a template.
  if (!declared.schemaComplete) return { byCampaign, diagnostics };
  const compile = createCompiler(declared, options);
  for (const { source, ast } of read.campaigns) {
    if (namesUnknownEvent(ast, declared)) continue;
    const own = await memory.amongOthers('messages', source, declared, (known) =>
      messagesOf(ast, known, compile),
    );
    diagnostics.push(...own.diagnostics);
    byCampaign.set(ast.name.value, own.value);
  }
  return { byCampaign, diagnostics };
}

async function messagesOf(
  campaign: CampaignAst,
  declared: Declared,
  compile: Compile,
): Promise<Checked<Readonly<Record<string, MessageContent>>>> {
  const diagnostics: Diagnostic[] = [];
  const messages: [string, MessageContent][] = [];
  for (const { key, files, email } of usesOf(campaign, declared)) {
    const marketing = email.class === 'marketing';
    const result = await workingLongOn(files.mjml?.path ?? files.name, () => compile(campaign, files, marketing, declared));
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
  const uses: Use[] = [];
  for (const { template, ...wanted } of wantedBy(campaign)) {
    const files = templates.get(template);
    if (files !== undefined) uses.push({ files, ...wanted });
  }
  return uses;
}

interface Wanted extends Omit<Use, 'files'> {
  /** By what the repository calls it. */
  readonly template: string;
}

const wantedBy = onceFor((campaign: CampaignAst): readonly Wanted[] => {
  const want = (key: string, name: string, step: Pick<SendStepAst, 'email' | 'variants'>): Wanted => {
    const variants = step.variants ?? campaign.variants;
    const email = emailOf(step, campaign.email);
    return { key, template: templateKey(campaign.name.value, name), email, ...(variants === undefined ? {} : { variants }) };
  };
  return stepsOf(campaign.steps).flatMap((step) => {
    if (step.kind === 'send') return [want(step.id.value, (step.template ?? step.id).value, step)];
    if (step.kind !== 'repeat' || step.play === undefined) return [];
    const { play } = step;
    const items = campaign.playlists.find(({ name }) => name.value === play.value)?.items ?? [];
    return items.map(({ template: { value } }) => want(`${step.id.value}/${value}`, value, {}));
  });
});

type Compile = (
  campaign: CampaignAst | undefined,
  files: TemplateFiles,
  marketing: boolean,
  /** Where to look up what the campaign offers. */
  declared: Declared,
) => Promise<Checked<MessageContent | undefined>>;

/** What all templates of one repository are compiled with. */
export function createCompiler(declared: Declared, options: MessageOptions): Compile {
  const cache = options.templateCache ?? createTemplateCache();
  const schema = planSchema(declared);
  const assets = assetTable(declared, options.assets);
  // One object for all messages of a campaign, and of those whose leads come by the same events: its hash is taken once.
  const known = new Map<string, Offers>();
  return (campaign, files, marketing, names) => {
    const key = `${marketing} ${campaign === undefined ? '' : waysInto(campaign)}`;
    const offers = known.get(key) ?? { assets, cache, ...offersOf(campaign, marketing, schema, names) };
    known.set(key, offers);
    return compileFiles(files, offers);
  };
}

/** What a campaign offers beside what all do comes in with its leads; who is started gets it from others. */
const waysInto = onceFor(({ name, enter }: CampaignAst): string => {
  const events = enter.map((entry) => (entry.kind === 'on' && entry.event.value !== 'started' ? entry.event.value : undefined));
  return events.includes(undefined) || events.length === 0 ? `campaign ${name.value}` : `events ${events.join()}`;
});

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
  uses: readonly (readonly Use[])[],
  declared: Declared,
  { assets, memory = noMemory }: MessageOptions,
): Promise<readonly Diagnostic[]> {
  const report = createReport(templateFileCodes);
  const { templates } = declared;
  const isSent = ({ campaign, name }: TemplateFiles): boolean =>
    uses.some((used) => used.some(({ files }) => files.campaign === campaign && files.name === name));
  checkFileNames(templates, isSent, report);
  if (declared.workspaceClean) checkSenders(declared.senders.values(), report);
  for (const { ast } of read.campaigns) checkCartDiscount(ast, templates, report);
  if (declared.schemaComplete) {
    const wordedUses = uses.map(wordedIn).filter(({ length }) => length > 0).flat();
    for (const files of new Set(wordedUses.map((use) => use.files))) {
      // Only now: it loads all of Liquid, and most repositories have one language.
      const { checkTranslations } = await import('./templates/files/check-translations.js');
      const picks = wordedUses.flatMap((use) => (use.files === files ? [pickOf(use.variants, declared)] : []));
      checkVariants(files, picks, report);
      checkTranslations(files, { lead: {}, entry: {}, marketing: true }, report);
    }
  }
  if (assets !== undefined) checkAssets(assets, declared.workspace?.links?.assets !== undefined, templates, report);
  const unseen = memory.ofEach('unseen', read.sources, unseenIn);
  return [...report.diagnostics, ...unseen.filter(({ length }) => length > 0).flat()];
}

const wordedIn = onceFor((uses: readonly Use[]) => uses.filter(({ files }) => files.alternatives.length > 0));

function unseenIn(source: Source): readonly Diagnostic[] {
  const report = createReport(templateCodes);
  checkInvisible(source, report);
  return report.diagnostics;
}
