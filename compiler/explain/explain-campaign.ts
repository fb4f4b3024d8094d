import type { CampaignAst, GoalAst, InFlightAst, InFlightChoiceAst, PlaylistAst, RolloutAst, RolloutMetric } from '../../grammar/ast/campaign.js';
import type { SendStepAst } from '../../grammar/ast/step.js';
import type { WorkspaceAst } from '../../grammar/ast/workspace.js';
import { eventsOfCampaign } from '../names/events-of.js';
import { everyPart, expressionsOfCampaign } from '../names/expressions-of.js';
import { stepsOf } from '../names/steps-of.js';
import { unreachable } from '../plan/ir.js';
import { emailOf } from '../steps/email-settings.js';
import type { Around } from './around.js';
import { entryInWords, leaveInWords } from './words/entry-in-words.js';
import { happened } from './words/event-in-words.js';
import type { Explanation, Item, Section } from './explanation.js';
import { dashed, plain } from './explanation.js';
import { conditionInWords } from './words/expression-in-words.js';
import { settingsInWords, unsureInWords, variantsInWords } from './words/mail-in-words.js';
import { clockTime, lengthInWords, listed, percent, yearlyDateInWords } from './words/numbers-in-words.js';
import { stepsInWords } from './words/step-in-words.js';

/**
 * A campaign in the words of the people it is for: everything it says, and what the workspace adds.
 *
 * Works on what was read, checked or not, so that what cannot be run yet is explained as well;
 * what is missing is said to be missing.
 */
export function explainCampaign(campaign: CampaignAst, around: Around): Explanation {
  const numbers = new Map(stepsOf(campaign.steps).map((step, index) => [step, index + 1]));
  const steps = stepsInWords(campaign.steps, { campaign, around, numberOf: (step) => numbers.get(step) ?? 0 });
  return {
    campaign: campaign.name.value,
    title: campaign.title?.value ?? campaign.name.value,
    about: aboutInWords(campaign),
    sections: [
      section('Who enters', entries(campaign, around)),
      section('What makes a lead leave', leaves(campaign, around)),
      section('The goal', goal(campaign.goal, around)),
      section('Step by step', steps.length === 0 ? [plain('There are no steps.')] : [...steps, plain(closing(campaign))]),
      section('Messages', messages(campaign, around)),
      section('Playlists', campaign.playlists.flatMap((playlist) => playlistInWords(playlist, around))),
      section('Who gets nothing', heldOut(campaign, around)),
      section('When the campaign is changed', changes(campaign)),
      section('What the words mean', meanings(campaign, around)),
    ].filter(({ items }) => items.length > 0),
  };
}

function section(heading: string, items: readonly Item[]): Section {
  return { heading, items };
}

function aboutInWords({ name, campaignKind, stage, owner, cost, note, was }: CampaignAst): string {
  const kind = campaignKind === undefined ? 'A campaign' : `A campaign of the kind "${campaignKind.value}"`;
  const whom = stage === undefined ? '' : stage.value === 'any' ? ' for leads in any stage' : ` for leads in the stage "${stage.value}"`;
  return [
    `${kind}${whom}, named "${name.value}"${was === undefined ? '' : ` (before: "${was.value}")`}.`,
    ...(owner === undefined ? [] : [`It belongs to ${owner.value}.`]),
    ...(cost === undefined ? [] : [`It cost ${cost.amount.value} ${cost.currency.value}.`]),
    ...(note === undefined ? [] : [`Note: ${note.value}`]),
  ].join(' ');
}

function entries({ enter, excludes }: CampaignAst, around: Around): readonly Item[] {
  const ways = enter.map((entry) => entryInWords(entry, around));
  const apart = listed(excludes.map(({ value }) => `"${value}"`), 'or');
  return [
    ...(ways.length === 0 ? [plain('Nobody: there is no way in.')] : ways.length === 1 ? ways.map(plain) : dashed(ways)),
    ...(ways.length > 1 ? [plain('The first of these that fits decides. Whoever is inside does not enter a second time meanwhile.')] : []),
    ...(excludes.length === 0 ? [] : [plain(`Nobody is in this campaign and in ${apart} at the same time: entering there leaves this one.`)]),
  ];
}

function leaves({ leave, goal: aim }: CampaignAst, around: Around): readonly Item[] {
  const reasons = leave.map((one) => leaveInWords(one, around));
  if (reasons.length === 0) return [plain(aim === undefined ? 'Nothing but the last step.' : 'Nothing but the goal and the last step.')];
  return [
    plain('The campaign ends at once, even in the middle of a wait, when one of these is true. It is asked again before each step and once more when a message is handed over.'),
    ...dashed(reasons),
  ];
}

function goal(aim: GoalAst | undefined, around: Around): readonly Item[] {
  if (aim === undefined) return [plain('There is none.')];
  const where = aim.where === undefined ? '' : `, and ${conditionInWords(aim.where, around)}`;
  const what = happened(aim.event.value, around, 'holds', `within ${lengthInWords(aim.within.value)} of entering`);
  return [plain(`It is reached when ${what}${where}. That ends the campaign for the lead, and reports count it.`)];
}

function closing({ steps }: CampaignAst): string {
  const waits = stepsOf(steps).some((step) => step.kind === 'wait' && step.for !== undefined);
  return `${waits ? 'Where the lead has what a step waits for, it does not wait. ' : ''}After the last step the campaign is over for the lead.`;
}

function messages(campaign: CampaignAst, around: Around): readonly Item[] {
  const steps = stepsOf(campaign.steps);
  const sends = steps.filter((step) => step.kind === 'send');
  const { email } = campaign;
  const plays = steps.some((step) => step.kind === 'repeat' && step.play !== undefined);
  if (sends.length === 0 && !plays) return [plain('This campaign sends none.')];
  const general = email === undefined ? [] : [plain(`Where a step says nothing else, mail goes ${settingsInWords(emailOf({}, email), email, around)}.`)];
  const classes = new Set([...sends.map((step) => emailOf(step, email).class), ...(plays ? [emailOf({}, email).class] : [])]);
  const variants = campaign.variants === undefined ? [] : [plain(variantsInWords(campaign.variants, around))];
  const unsaid = new Set(sends.filter(isSilent).map((step) => emailOf(step, email).class));
  if (plays) unsaid.add(emailOf({}, email).class);
  return [
    ...general,
    ...(classes.has('marketing') ? limits(around.workspace) : []),
    ...variants,
    ...(unsaid.has('marketing') ? [plain(`When a crash leaves it unknown whether a marketing message left, ${unsureInWords('skip')}.`)] : []),
    ...(unsaid.has('transactional') ? [plain(`When a crash leaves it unknown whether a transactional message left, ${unsureInWords('repeat')}.`)] : []),
    plain(clockNote(around.workspace)),
  ];
}

function isSilent({ unsure }: SendStepAst): boolean {
  return unsure === undefined;
}

/** What the workspace lays over all marketing. */
function limits(workspace: WorkspaceAst | undefined): readonly Item[] {
  if (workspace === undefined) return [];
  const { caps, overCap, quietHours, holidays } = workspace;
  const numbers = caps.map(({ count, window }, index) => `${count.value}${index === 0 ? ' marketing mails' : ''} in ${lengthInWords(window.value)}`);
  const waits = overCap?.defer === undefined ? 'is dropped' : `waits for at most ${lengthInWords(overCap.defer.value)}, and is then dropped`;
  const days = holidays.flatMap(({ dates }) => dates.map(({ value }) => yearlyDateInWords(value)));
  return [
    ...(numbers.length === 0 ? [] : [plain(`Over all campaigns a lead gets at most ${listed(numbers, 'and')}; one that is too many ${waits}.`)]),
    ...(quietHours === undefined ? [] : [plain(`No marketing goes out from ${clockTime(quietHours.from)} to ${clockTime(quietHours.until)} of the lead's day.`)]),
    ...(days.length === 0 ? [] : [plain(`Nothing that keeps hours goes out on ${listed(days, 'and')}.`)]),
  ];
}

function clockNote(workspace: WorkspaceAst | undefined): string {
  const zone = workspace?.zone === undefined ? "the workspace's" : workspace.zone.value;
  return `Times of day are those of the lead's own zone; where it has none, ${zone}. A step that the lead reaches after its moment is done at once, unless it says otherwise.`;
}

function playlistInWords({ name, items }: PlaylistAst, around: Around): readonly Item[] {
  const each = items.map(({ template, when }) => `"${template.value}"${when === undefined ? '' : `, if ${conditionInWords(when, around)}`}`);
  return [plain(`"${name.value}", in this order:`), ...dashed(each)];
}

function heldOut({ holdout, steps, email }: CampaignAst, { workspace }: Around): readonly Item[] {
  const exempt = stepsOf(steps).some((step) => step.kind === 'send' && emailOf(step, email).class === 'transactional');
  const own =
    holdout === undefined
      ? []
      : [`${percent(holdout.value)} of the leads are held out for comparison: they walk the same path, but no message, task, action or start of another campaign comes of it; it is logged.${exempt ? ' Transactional mail goes out all the same.' : ''}`];
  const all = workspace?.holdout === undefined ? [] : [`${percent(workspace.holdout.value)} of all leads are kept out of every campaign.`];
  return own.length + all.length === 0 ? [plain('Nobody is held out.')] : [plain([...own, ...all].join(' '))];
}

function changes({ inFlight, rollout }: CampaignAst): readonly Item[] {
  return [...(inFlight === undefined ? [] : inFlightInWords(inFlight)), ...(rollout === undefined ? [] : [plain(rolloutInWords(rollout))])];
}

function inFlightInWords({ all, steps }: InFlightAst): readonly Item[] {
  return dashed([
    ...steps.map(({ step, choice }) => `Leads on "${step.value}" ${choiceInWords(choice)}.`),
    ...(all === undefined ? [] : [`Leads on ${steps.length === 0 ? 'a' : 'any other'} changed or removed step ${choiceInWords(all)}.`]),
  ]);
}

function choiceInWords(choice: InFlightChoiceAst): string {
  switch (choice.kind) {
    case 'finish_old':
      return 'finish the campaign as it was';
    case 'adopt':
      return 'go on with the campaign as it is now';
    case 'move_to':
      return `go on at "${choice.step.value}"`;
    case 'end':
      return 'leave the campaign';
    default:
      return unreachable(choice);
  }
}

const metricWords: Readonly<Record<RolloutMetric, (share: string) => string>> = {
  bounces: (share) => `more than ${share} of the mails bounce`,
  complaints: (share) => `more than ${share} of the mails bring a complaint`,
  unsubscribes: (share) => `more than ${share} of the leads unsubscribe`,
};

function rolloutInWords({ share, holdWhen }: RolloutAst): string {
  const brakes = holdWhen.map(({ metric, above }) => metricWords[metric.value](percent(above.value)));
  const held = brakes.length === 0 ? '' : `; it goes no further when ${listed(brakes, 'or')}`;
  return `A new version begins with ${percent(share.value)} of the leads${held}.`;
}

/** The words that stand for events and segments, with what the files say of them. */
function meanings(campaign: CampaignAst, around: Around): readonly Item[] {
  const parts = expressionsOfCampaign(campaign).flatMap((expression) => everyPart(expression));
  const events = [...new Set(eventsOfCampaign(campaign).map(({ value }) => value))].sort();
  const told = events.flatMap((name) => {
    const meaning = around.events.get(name)?.meaning?.value;
    return meaning === undefined ? [] : [`${name}: ${meaning}`];
  });
  const groups = parts.flatMap((part) => (part.kind === 'member' && part.of === 'group' ? [part.name.value] : []));
  const audiences = campaign.enter.flatMap((entry) => ('to' in entry && entry.to !== undefined ? [entry.to.segment.value] : []));
  const segments = [...new Set([...groups, ...audiences])].sort().flatMap((name) => {
    const segment = around.segments.get(name);
    if (segment === undefined) return [];
    return [`${name}: ${segment.meaning === undefined ? '' : `${segment.meaning.value} `}Leads for whom ${conditionInWords(segment.when, around)}.`];
  });
  return dashed([...told, ...segments]);
}
