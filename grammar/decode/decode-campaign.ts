import type { CampaignAst, EntryAst, LeaveAst } from '../ast/campaign.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import type { Source } from '../span.js';
import type { YamlMapping } from '../yaml/yaml-node.js';
import { decodeFile, type Context } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { decodeSteps } from './decode-steps.js';
import { mappingItems } from './entries.js';
import { given } from './given.js';
import { keyTable } from './key-table.js';

export const campaignKeys = keyTable({
  campaign: { type: 'name', required: true, doc: 'Its name; the file is named after it.' },
  title: { type: 'text', doc: 'Its name for people.' },
  kind: { type: 'name', required: true, doc: 'What sort of campaign it is.', example: 'welcome' },
  stage: { type: 'name', required: true, doc: 'The stage of the leads it is for.', example: 'lead' },
  owner: { type: 'text', required: true, doc: 'Who answers for it.', example: 'lifecycle-team' },
  cost: { type: 'text', doc: 'What it costs, with the currency.', example: '1200 EUR' },
  note: { type: 'text', doc: 'Free text for readers.', example: 'agreed with sales' },
  enter: { type: 'list', required: true, doc: 'What brings leads in.', example: '[{ on: signed_up }]' },
  leave: { type: 'list', doc: 'What takes leads out at once.', example: '- on: subscription_started' },
  goal: { type: 'goal', doc: 'What the campaign is for; reaching it ends it for the lead.' },
  email: { type: 'email', doc: 'How its mail is sent.' },
  steps: { type: 'list', required: true, doc: 'What happens, in order.', example: '[{ send: hello }]' },
});

export const enterKeys = keyTable({
  on: { type: 'name', required: true, doc: 'The event that lets a lead in.', example: 'signed_up' },
  where: { type: 'expression', doc: 'Which of these events count.', example: 'event.plan == "trial"' },
  again: { type: 'again', default: 'never', doc: 'Who may enter again.' },
});

export const leaveKeys = keyTable({
  on: { type: 'name', doc: 'The event that takes a lead out.', example: 'subscription_started' },
  where: { type: 'expression', doc: 'Which of these events count.', example: 'event.plan == "pro"' },
  when: { type: 'expression', doc: 'The condition that takes a lead out.', example: 'lead.employee' },
});

const laterKeys = ['excludes', 'holdout', 'in_flight', 'rollout', 'priority', 'variants', 'was', 'channels'];
const laterEnterKeys = ['unless', 'becomes', 'every', 'to', 'at', 'already', 'late', 'when'];

/** One campaign. With errors, as much of it as could be read; a file without a name goes by its own. */
export function decodeCampaign(source: Source): Checked<CampaignAst | undefined> {
  return decodeFile(source, (root, context) => {
    const where = { where: 'a campaign', later: laterKeys };
    const { campaign, kind, enter, leave, steps, ...keys } = decodeKeys(root, campaignKeys, where, context);
    return {
      kind: 'campaign',
      // The missing name is reported; nothing that follows from it should be.
      name: campaign ?? { value: nameOfFile(source.path), span: root.span },
      ...keys,
      ...given({ campaignKind: kind }),
      enter: mappingItems(enter, { key: 'enter', example: '- on: signed_up' }, context).flatMap(
        (mapping) => decodeEntry(mapping, context) ?? [],
      ),
      leave: mappingItems(leave, { key: 'leave', example: '- on: subscription_started' }, context).flatMap(
        (mapping) => decodeLeave(mapping, context) ?? [],
      ),
      steps: steps === undefined ? [] : decodeSteps(steps, context),
      span: root.span,
    };
  });
}

function decodeEntry(mapping: YamlMapping, context: Context): EntryAst | undefined {
  const laterWay = mapping.entries.find(({ key }) => laterEnterKeys.includes(key.value));
  const hasOn = mapping.entries.some(({ key }) => key.value === 'on');
  if (laterWay !== undefined && !hasOn) {
    context.report('C1007', laterWay.key.span, { construct: `${laterWay.key.value}:` });
    return undefined;
  }
  const where = { where: 'a way in', later: laterEnterKeys };
  const { on, ...keys } = decodeKeys(mapping, enterKeys, where, context);
  return on === undefined ? undefined : { on, ...keys, span: mapping.span };
}

function decodeLeave(mapping: YamlMapping, context: Context): LeaveAst | undefined {
  const has = (name: string) => mapping.entries.some(({ key }) => key.value === name);
  const where = { where: 'a way out', later: ['becomes', 'every', 'at', 'unless', 'to'] };
  if (has('when') && !has('on')) {
    const { when: whenKey } = leaveKeys;
    const { when } = decodeKeys(mapping, { when: whenKey }, where, context);
    return when === undefined ? undefined : { kind: 'when', when, span: mapping.span };
  }
  const on = { ...leaveKeys.on, required: true } as const;
  const { on: event, where: filter } = decodeKeys(mapping, { on, where: leaveKeys.where }, where, context);
  return event === undefined ? undefined : { kind: 'on', event, ...given({ where: filter }), span: mapping.span };
}

function nameOfFile(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '');
}
