import type { CampaignAst, EmailAst, VariantsAst } from '../../../grammar/ast/campaign.js';
import type { SendStepAst, UnsureAst } from '../../../grammar/ast/step.js';
import type { TopicAst, WorkspaceAst } from '../../../grammar/ast/workspace.js';
import type { EmailPhrase } from '../../steps/email-settings.js';
import { emailOf } from '../../steps/email-settings.js';
import type { Around } from '../around.js';
import { valueInWords } from './expression-in-words.js';
import { clockTime, daysInWords, percent } from './numbers-in-words.js';

/** Class, topic, sender and hours of a message: "on the topic …, from …, on weekdays from 09:00 to 17:00". */
export function settingsInWords(settings: EmailPhrase, own: EmailAst | undefined, { workspace }: Around): string {
  const from = settings.from === undefined ? 'from a sender that is not named' : senderInWords(settings.from, workspace);
  if (settings.class === 'transactional') {
    const { reason, reviewed } = own?.transactional ?? {};
    const because = reason === undefined ? '' : ` ("${reason.value}"${reviewed === undefined ? '' : `, reviewed by ${reviewed.value}`})`;
    return `as transactional mail${because}, without consent, hours or caps, ${from}`;
  }
  const topic = settings.topic === undefined ? 'on no topic' : topicInWords(settings.topic, workspace);
  return `${topic}, ${from}, ${settings.hours === undefined ? 'at any hour' : hoursInWords(settings.hours, workspace)}`;
}

/** How a step's mail differs from the campaign's; nothing where it does not. */
export function differenceInWords({ email: own }: SendStepAst, { email }: CampaignAst, around: Around): string {
  const { workspace } = around;
  if (own === undefined) return email === undefined ? `, ${settingsInWords(emailOf({}, email), email, around)}` : '';
  const settings = emailOf({ email: own }, email);
  if (email === undefined || settings.class !== emailOf({}, email).class) return `, ${settingsInWords(settings, own, around)}`;
  return [
    ...(own.topic === undefined ? [] : [topicInWords(own.topic.value, workspace)]),
    ...(own.from === undefined ? [] : [senderInWords(own.from.value, workspace)]),
    ...(own.hours === undefined ? [] : [hoursInWords(own.hours.value, workspace)]),
  ]
    .map((part) => `, ${part}`)
    .join('');
}

const unsureWords: Readonly<Record<UnsureAst, string>> = {
  skip: 'it is not sent again: rather none than two',
  repeat: 'it is sent again: rather two than none',
};

/** What happens to a message when a crash leaves it unknown whether it left. */
export function unsureInWords(unsure: UnsureAst): string {
  return unsureWords[unsure];
}

export function variantsInWords({ by, generic }: VariantsAst, around: Around): string {
  const kept = generic === undefined ? '' : `; ${percent(generic.value)} get the general wording all the same, so that the gain can be measured`;
  return `The wording goes by ${valueInWords(by, around)}${kept}.`;
}

const optWords: Readonly<Record<'in' | 'double' | 'out', string>> = {
  in: 'only to leads who agreed to it',
  double: 'only to leads who agreed to it and confirmed that',
  out: 'until the lead objects',
};

function optInWords(topic: TopicAst | undefined): string {
  return topic?.opt === undefined ? '' : ` (${optWords[topic.opt.value]})`;
}

function topicInWords(name: string, workspace: WorkspaceAst | undefined): string {
  const topic = workspace?.topics.find((one) => one.name.value === name);
  return `on the topic "${topic?.title?.value ?? name}"${optInWords(topic)}`;
}

function senderInWords(name: string, workspace: WorkspaceAst | undefined): string {
  const sender = workspace?.senders.find((one) => one.name.value === name);
  return `from ${sender?.label?.value ?? name}${sender?.address === undefined ? '' : ` <${sender.address.value}>`}`;
}

function hoursInWords(name: string, workspace: WorkspaceAst | undefined): string {
  const hours = workspace?.hours.find((one) => one.name.value === name);
  if (hours === undefined) return `in the hours "${name}"`;
  const allDay = hours.from === 0 && hours.until === 1440;
  if (allDay && hours.weekdays.length === 7) return 'at any hour';
  return `on ${daysInWords(hours.weekdays)}${allDay ? '' : ` from ${clockTime(hours.from)} to ${clockTime(hours.until)}`}`;
}
