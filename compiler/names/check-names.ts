import type { CampaignAst, EmailAst, PlaylistAst } from '../../grammar/ast/campaign.js';
import type { SendStepAst, StepAst } from '../../grammar/ast/step.js';
import type { Located } from '../../grammar/span.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import type { TemplateFiles } from '../project.js';
import { templateKey } from '../project.js';
import type { TextChannel } from '../templates/files/template-name.js';
import { textChannels } from '../templates/files/template-name.js';
import { unreachable } from '../plan/ir.js';
import { campaignKinds } from './built-in.js';
import { checkSplitNames, checkTwice } from './check-branches.js';
import { checkFormerNames } from './check-former-names.js';
import type { Declared } from './declared.js';
import { isSlip } from './is-slip.js';
import { nearest, renameFix } from './nearest.js';
import { stepsOf } from './steps-of.js';

/** Every name of a campaign outside of its expressions. */
export function checkCampaignNames(campaign: CampaignAst, declared: Declared, report: CompilerReport): void {
  checkKind(campaign, declared, report);
  checkStage(campaign, declared, report);
  if (campaign.email !== undefined) checkEmail(campaign.email, declared, report);
  checkExcludes(campaign, declared, report);
  const steps = stepsOf(campaign.steps);
  checkIds(steps, report);
  checkInFlight(campaign, steps, report);
  checkFormerNames(campaign, steps, declared, report);
  checkTwice('playlist', campaign.playlists.map(({ name }) => name), report);
  for (const playlist of campaign.playlists) checkPlaylist(campaign.name.value, playlist, declared, report);
  for (const step of steps) checkStepNames(step, campaign, declared, report);
}

function checkStepNames(step: StepAst, campaign: CampaignAst, declared: Declared, report: CompilerReport): void {
  switch (step.kind) {
    case 'send':
      if (step.email !== undefined) checkEmail(step.email, declared, report);
      checkChannel(step.channel, declared, report);
      checkTemplate(campaign.name.value, step.template ?? step.id, step.id.value, declared, report, textChannelOf(step, declared));
      return;
    case 'split':
      checkSplitNames(step, report);
      return;
    case 'task':
      checkTwice('outcome', step.outcomes.map(({ name }) => name), report);
      return;
    case 'start':
      knownCampaign(step.campaign ?? step.id, declared, report);
      return;
    case 'repeat':
      if (step.play !== undefined) checkPlay(step.play, campaign, report);
      return;
    case 'wait':
    case 'if':
    case 'branch':
    case 'set':
    case 'do':
    case 'end':
      return;
    default:
      unreachable(step);
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

function checkStage({ stage }: CampaignAst, { stages, workspace, workspaceClean }: Declared, report: CompilerReport): void {
  if (stage === undefined || stages.includes(stage.value)) return;
  // The workspace may have stages of its own.
  if (workspace !== undefined && !workspaceClean) return;
  const near = nearest(stage.value, stages);
  report('C2110', stage.span, { ...near, known: stages }, { fixes: renameFix(stage.span, near.suggestion) });
}

function checkEmail({ topic, from, hours }: EmailAst, declared: Declared, report: CompilerReport): void {
  if (!declared.workspaceClean) return;
  checkKnown('C2104', topic, declared.topics, report);
  checkKnown('C2105', from, declared.senders, report);
  checkKnown('C2106', hours, declared.hours, report);
}

const kinds = { C2104: 'topic', C2105: 'sender', C2106: 'hours' } as const;

function checkKnown(
  code: keyof typeof kinds,
  name: Located<string> | undefined,
  known: ReadonlyMap<string, unknown>,
  report: CompilerReport,
): void {
  if (name === undefined || known.has(name.value)) return;
  const near = nearest(name.value, known.keys());
  report(code, name.span, near, { fixes: renameFix(name.span, near.suggestion), absent: { kind: kinds[code], name: name.value } });
}

function checkExcludes({ name: own, excludes }: CampaignAst, declared: Declared, report: CompilerReport): void {
  for (const other of excludes) {
    if (other.value !== own.value) knownCampaign(other, declared, report);
    else {
      const known = [...declared.campaigns.keys()].filter((name) => name !== own.value);
      const at = { what: 'other campaign', where: 'The repository', name: other.value, known };
      report('C2115', other.span, at);
    }
  }
}

/** Whether there is such a campaign, or could be in a file that was not read in whole. */
export function knownCampaign(name: Located<string>, declared: Declared, report: CompilerReport): boolean {
  if (declared.campaigns.has(name.value)) return true;
  if (declared.unread.has(name.value)) return false;
  const near = nearest(name.value, declared.campaigns.keys());
  report('C2111', name.span, near, { fixes: renameFix(name.span, near.suggestion) });
  return false;
}

function checkChannel(channel: Located<string> | undefined, declared: Declared, report: CompilerReport): void {
  if (channel === undefined || !declared.workspaceClean) return;
  unknownPart(channel, 'channel', 'perennial.yaml', ['email', ...declared.channels.keys()], report);
}

function checkPlay(play: Located<string>, { name, playlists }: CampaignAst, report: CompilerReport): void {
  unknownPart(play, 'playlist', `The campaign "${name.value}"`, playlists.map((list) => list.name.value), report);
}

function checkInFlight({ name, inFlight }: CampaignAst, steps: readonly StepAst[], report: CompilerReport): void {
  if (inFlight === undefined) return;
  const ids = steps.map(({ id }) => id.value);
  const choices = [...(inFlight.all === undefined ? [] : [inFlight.all]), ...inFlight.steps.map(({ choice }) => choice)];
  // The steps under "in_flight" may be gone by now; where leads move to may not.
  for (const choice of choices) {
    if (choice.kind === 'move_to') unknownPart(choice.step, 'step', `The campaign "${name.value}"`, ids, report);
  }
  const known = new Set([...ids, ...steps.flatMap(({ was }) => (was === undefined ? [] : [was.value]))]);
  const said = new Set(inFlight.steps.map(({ step }) => step.value));
  for (const { step } of inFlight.steps) {
    if (known.has(step.value)) continue;
    const suggestion = ids.find((id) => !said.has(id) && isSlip(step.value, id));
    if (suggestion === undefined) continue;
    report('C2120', step.span, { name: step.value, suggestion }, { fixes: renameFix(step.span, suggestion) });
  }
}

/** A name that must be one of a few. */
export function unknownPart(
  name: Located<string>,
  what: string,
  where: string,
  known: readonly string[],
  report: CompilerReport,
): void {
  if (known.includes(name.value)) return;
  const near = nearest(name.value, known);
  report('C2115', name.span, { what, where, known, ...near }, { fixes: renameFix(name.span, near.suggestion) });
}

function checkIds(steps: readonly StepAst[], report: CompilerReport): void {
  const first = new Map<string, Located<string>>();
  for (const { id } of steps) {
    const known = first.get(id.value);
    if (known === undefined) first.set(id.value, id);
    else report('C2202', id.span, { name: id.value }, { labels: [{ span: known.span, text: 'first used here' }] });
  }
}

function checkPlaylist(campaign: string, { items }: PlaylistAst, declared: Declared, report: CompilerReport): void {
  for (const { template } of items) checkTemplate(campaign, template, template.value, declared, report);
}

/** The channel of a message that is a text and nothing else: by its own name, or by the kind of it that perennial.yaml declares. */
function textChannelOf({ channel }: SendStepAst, { channels }: Declared): TextChannel | undefined {
  if (channel === undefined) return undefined;
  const kind = channels.get(channel.value)?.kind?.value ?? channel.value;
  return textChannels.find((text) => text === kind);
}

function checkTemplate(
  campaign: string,
  template: Located<string>,
  message: string,
  declared: Declared,
  report: CompilerReport,
  channel?: TextChannel,
): void {
  const files = declared.templates.get(templateKey(campaign, template.value));
  const isThere = channel === undefined ? files?.mjml !== undefined : files !== undefined && hasText(files, channel);
  if (isThere) return;
  const all = [...declared.templates.values()].filter((one) => one.campaign === campaign);
  const known = all.filter((one) => channel === undefined || hasText(one, channel)).map(({ name }) => name);
  const near = nearest(template.value, known);
  const path = `templates/${campaign}/${template.value}.${channel === undefined ? 'mjml' : `${channel}.txt`}`;
  report('C2107', template.span, { ...near, name: message, path });
}

/** Whether everybody can be sent the text; a variant or a translation alone serves only some. */
function hasText({ alternatives }: TemplateFiles, channel: TextChannel): boolean {
  return alternatives.some(({ of, text }) => {
    return of.channel === channel && of.variant === undefined && of.locale === undefined && text !== undefined;
  });
}
