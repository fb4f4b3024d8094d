import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import type { FieldAst } from '../../../grammar/ast/schema.js';
import type { StepAst } from '../../../grammar/ast/step.js';
import type { ExpectationAst, TestAst, TestEventAst } from '../../../grammar/ast/test-file.js';
import type { Located } from '../../../grammar/span.js';
import { winner } from '../../../grammar/steps/split.step.js';
import type { CompilerReport } from '../../diagnostics/compiler-codes.js';
import { builtInField } from '../../names/built-in-events.js';
import { knownCampaign, unknownPart } from '../../names/check-names.js';
import type { Declared } from '../../names/declared.js';
import { knownEvent } from '../../names/known-event.js';
import { nearest } from '../../names/nearest.js';
import { lateOutcome, stepsOf } from '../../names/steps-of.js';
import { templateKey } from '../../project.js';
import type { Value } from './check-values.js';
import { checkValue } from './check-values.js';

/** A test: names that exist, values of their types, and nothing expected that can never come. */
export function checkTest(test: TestAst, declared: Declared, report: CompilerReport): void {
  if (test.campaign !== undefined) knownCampaign(test.campaign, declared, report);
  checkAttributes(test.lead, declared.attributes, 'lead', declared, report);
  checkAttributes(test.account, declared.accountAttributes, 'account', declared, report);
  for (const event of test.events) {
    if (event.task === undefined) checkEvent(event, declared, report);
  }
  const campaign = declared.campaigns.get(test.campaign?.value ?? '');
  // Steps that could not be read may be the ones.
  if (campaign === undefined || declared.unread.has(campaign.name.value)) return;
  const steps = stepsOf(campaign.steps);
  for (const event of test.events) checkOutcome(event, campaign, steps, report);
  for (const [name, value] of test.given) checkGivenValue(name, value, campaign, steps, declared, report);
  for (const expected of test.expect) {
    if (!nameOfMisspeltSend(expected.value.value, campaign, steps, declared)) checkExpectation(expected, campaign, steps, report);
  }
}

function checkAttributes(
  values: ReadonlyMap<string, Value>,
  fields: ReadonlyMap<string, FieldAst>,
  of: 'lead' | 'account',
  declared: Declared,
  report: CompilerReport,
): void {
  for (const [name, value] of values) {
    const field = fields.get(name);
    if (field !== undefined) checkValue('value', field, value, report);
    else if (declared.schemaComplete) report('C2101', value.span, { ...nearest(name, fields.keys()), of }, { absent: { kind: `${of} attribute`, name } });
  }
}

function checkEvent({ event, with: values }: TestEventAst, declared: Declared, report: CompilerReport): void {
  // What the application says of the lead itself, or of its account.
  if (event.value === 'identify' && !declared.events.has('identify')) return checkAttributes(values, declared.attributes, 'lead', declared, report);
  if (event.value === 'group' && !declared.events.has('group')) return checkAttributes(values, declared.accountAttributes, 'account', declared, report);
  if (!knownEvent(event, declared, report)) return;
  const properties = declared.events.get(event.value)?.properties ?? new Map<string, FieldAst>();
  for (const [name, value] of values) {
    const field = properties.get(name);
    if (field !== undefined) checkValue('value', field, value, report);
    else if (declared.schemaComplete) {
      const at = { ...nearest(name, properties.keys()), event: `The event "${event.value}"` };
      report('C2103', value.span, at, { absent: { kind: 'property', name } });
    }
  }
}

function checkOutcome({ task, outcome }: TestEventAst, campaign: CampaignAst, steps: readonly StepAst[], report: CompilerReport): void {
  if (task === undefined) return;
  const tasks = steps.filter((step) => step.kind === 'task');
  unknownPart(task, 'task', nameOf(campaign), tasks.map(({ id }) => id.value), report);
  const found = tasks.find(({ id }) => id.value === task.value);
  if (found === undefined || outcome === undefined) return;
  const known = found.outcomes.map(({ name }) => name.value).filter((name) => name !== lateOutcome);
  unknownPart(outcome, 'outcome', `The task "${task.value}"`, known, report);
}

/** Arms by split; segments, the score and the holdout by their names. */
function checkGivenValue(
  name: string,
  value: Value,
  campaign: CampaignAst,
  steps: readonly StepAst[],
  declared: Declared,
  report: CompilerReport,
): void {
  const split = steps.find((step) => step.kind === 'split' && step.id.value === name);
  if (split?.kind === 'split') {
    const arms = split.arms.map((arm) => arm.name.value).filter((arm) => arm !== winner || split.best !== undefined);
    unknownPart({ ...value, value: String(value.value) }, 'arm', `The split "${name}"`, arms, report);
    return;
  }
  const field = givenField(name, declared);
  if (field !== undefined) {
    checkValue('value', field, value, report);
    return;
  }
  const splits = steps.flatMap((step) => (step.kind === 'split' ? [step.id.value] : []));
  const known = [...splits, 'holdout', 'fit', 'pain', ...declared.segments.keys()];
  unknownPart({ value: name, span: value.span }, 'split, segment or score', nameOf(campaign), known, report);
}

function givenField(name: string, { segments }: Declared): FieldAst | undefined {
  if (name === 'holdout' || segments.has(name)) return builtInField(name, 'boolean');
  return name === 'fit' || name === 'pain' ? builtInField(name, 'number') : undefined;
}

const endings = ['goal', 'left', 'finished', 'late'];

function checkExpectation({ what, value }: ExpectationAst, campaign: CampaignAst, steps: readonly StepAst[], report: CompilerReport): void {
  switch (what.value) {
    case 'left':
      unknownPart(value, 'ending', 'A campaign', endings, report);
      return;
    case 'sent':
      unknownPart(value, 'message', nameOf(campaign), idsOf(steps.filter(canSend)), report);
      return;
    case 'task':
      unknownPart(value, 'task', nameOf(campaign), idsOf(steps.filter(({ kind }) => kind === 'task')), report);
      return;
    default:
      unknownPart(value, 'step', nameOf(campaign), idsOf(steps), report);
  }
}

/** There is a template of that name and no step, and a send whose template is missing: said there. */
function nameOfMisspeltSend(name: string, campaign: CampaignAst, steps: readonly StepAst[], { templates }: Declared): boolean {
  const has = (template: string) => templates.get(templateKey(campaign.name.value, template))?.mjml !== undefined;
  if (!has(name) || steps.some(({ id }) => id.value === name)) return false;
  return steps.some((step) => step.kind === 'send' && !has((step.template ?? step.id).value));
}

function canSend(step: StepAst): boolean {
  return step.kind === 'send' || (step.kind === 'repeat' && step.play !== undefined);
}

function idsOf(steps: readonly StepAst[]): readonly string[] {
  return steps.map(({ id }) => id.value);
}

function nameOf({ name }: { readonly name: Located<string> }): string {
  return `The campaign "${name.value}"`;
}
