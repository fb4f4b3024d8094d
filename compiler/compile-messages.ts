import type { CampaignAst } from '../grammar/ast/campaign.js';
import type { Diagnostic } from '../grammar/diagnostics/diagnostic.js';
import type { Declared } from './names/declared.js';
import { stepsOf } from './names/steps-of.js';
import type { MessageContent, SchemaPlan } from './plan/ir.js';
import { planEntryFields, planSchema } from './plan/plan-schema.js';
import { templateKey } from './project.js';
import type { ReadProject } from './read-project.js';
import { emailOf } from './steps/email-settings.js';
import { compileTemplate } from './templates/compile-template.js';
import type { TemplateCache } from './templates/template-cache.js';
import { createTemplateCache } from './templates/template-cache.js';

export interface Messages {
  /** By campaign, then by step id. */
  readonly byCampaign: ReadonlyMap<string, Readonly<Record<string, MessageContent>>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles the templates that campaigns send; each with the names its campaign offers. */
export async function compileMessages(
  read: ReadProject,
  declared: Declared,
  // Even alone: several steps may send one template.
  cache: TemplateCache = createTemplateCache(),
): Promise<Messages> {
  const byCampaign = new Map<string, Readonly<Record<string, MessageContent>>>();
  const diagnostics: Diagnostic[] = [];
  // Names that nobody could declare prove nothing about a template.
  if (!declared.schemaComplete) return { byCampaign, diagnostics };
  const schema = planSchema(declared);
  for (const { ast } of read.campaigns) {
    if (ast.enter.some(({ on }) => !declared.events.has(on.value))) continue;
    const messages: [string, MessageContent][] = [];
    for (const { step, template, marketing } of uses(ast)) {
      const result = await compileUse(ast, template, marketing, schema, declared, cache);
      if (result === undefined) continue;
      diagnostics.push(...result.diagnostics);
      if (result.value !== undefined) messages.push([step, result.value]);
    }
    byCampaign.set(ast.name.value, Object.fromEntries(messages));
  }
  return { byCampaign, diagnostics };
}

interface Use {
  readonly step: string;
  readonly template: string;
  readonly marketing: boolean;
}

function uses(campaign: CampaignAst): readonly Use[] {
  return stepsOf(campaign.steps).flatMap((step) => {
    if (step.kind !== 'send') return [];
    const marketing = emailOf(step, campaign.email).class === 'marketing';
    return [{ step: step.id.value, template: (step.template ?? step.id).value, marketing }];
  });
}

async function compileUse(
  campaign: CampaignAst,
  template: string,
  marketing: boolean,
  schema: SchemaPlan,
  declared: Declared,
  cache: TemplateCache,
): Promise<Awaited<ReturnType<typeof compileTemplate>> | undefined> {
  const files = declared.templates.get(templateKey(campaign.name.value, template));
  if (files?.mjml === undefined) return undefined;
  return compileTemplate({
    source: files.mjml,
    ...(files.text === undefined ? {} : { text: files.text }),
    schema,
    entry: planEntryFields(campaign, declared),
    marketing,
    cache,
  });
}
