import type { CampaignAst, EmailAst, SendStepAst, StepAst } from '../../grammar/ast/campaign.js';
import type { Located } from '../../grammar/span.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import { templateKey } from '../project.js';
import { campaignKinds, stages } from './built-in.js';
import type { Declared } from './declared.js';
import { nearest, renameFix } from './nearest.js';
import { stepsOf } from './steps-of.js';

/** Every name of a campaign outside of its expressions. */
export function checkCampaignNames(campaign: CampaignAst, declared: Declared, report: CompilerReport): void {
  checkKind(campaign, declared, report);
  checkStage(campaign, report);
  if (campaign.email !== undefined) checkEmail(campaign.email, declared, report);
  const steps = stepsOf(campaign.steps);
  checkIds(steps, report);
  for (const step of steps) {
    if (step.kind !== 'send') continue;
    if (step.email !== undefined) checkEmail(step.email, declared, report);
    checkTemplate(campaign.name.value, step, declared, report);
  }
}

function checkKind({ campaignKind: kind }: CampaignAst, declared: Declared, report: CompilerReport): void {
  // Own kinds stand in perennial.yaml; where it cannot be read, nothing is known of them.
  const { workspace, workspaceClean } = declared;
  if (kind === undefined || workspace === undefined || !workspaceClean) return;
  const known = [...campaignKinds, ...workspace.kinds.map(({ value }) => value)];
  if (known.includes(kind.value)) return;
  const near = nearest(kind.value, known);
  report('C2109', kind.span, { ...near, known }, { fixes: renameFix(kind.span, near.suggestion) });
}

function checkStage({ stage }: CampaignAst, report: CompilerReport): void {
  if (stage === undefined || stages.some((known) => known === stage.value)) return;
  const near = nearest(stage.value, stages);
  report('C2110', stage.span, { ...near, known: stages }, { fixes: renameFix(stage.span, near.suggestion) });
}

function checkEmail({ topic, from, hours }: EmailAst, declared: Declared, report: CompilerReport): void {
  if (!declared.workspaceClean) return;
  checkKnown('C2104', topic, declared.topics, report);
  checkKnown('C2105', from, declared.senders, report);
  checkKnown('C2106', hours, declared.hours, report);
}

function checkKnown(
  code: 'C2104' | 'C2105' | 'C2106',
  name: Located<string> | undefined,
  known: ReadonlyMap<string, unknown>,
  report: CompilerReport,
): void {
  if (name === undefined || known.has(name.value)) return;
  const near = nearest(name.value, known.keys());
  report(code, name.span, near, { fixes: renameFix(name.span, near.suggestion) });
}

function checkIds(steps: readonly StepAst[], report: CompilerReport): void {
  const first = new Map<string, Located<string>>();
  for (const { id } of steps) {
    const known = first.get(id.value);
    if (known === undefined) first.set(id.value, id);
    else report('C2202', id.span, { name: id.value }, { labels: [{ span: known.span, text: 'first used here' }] });
  }
}

function checkTemplate(campaign: string, step: SendStepAst, declared: Declared, report: CompilerReport): void {
  const template = step.template ?? step.id;
  if (declared.templates.get(templateKey(campaign, template.value))?.mjml !== undefined) return;
  const known = [...declared.templates.values()].flatMap((files) => (files.campaign === campaign ? [files.name] : []));
  const near = nearest(template.value, known);
  const path = `templates/${campaign}/${template.value}.mjml`;
  report('C2107', template.span, { ...near, name: step.id.value, path });
}
