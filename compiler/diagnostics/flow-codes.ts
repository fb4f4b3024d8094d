import { code } from '../../grammar/diagnostics/code.js';
import { msInWords } from '../../grammar/duration.js';
import { namesInWords, suggestionHelp } from './suggestion.js';

/** C4xxx: the shape of the flow, and what every campaign has to say of itself. */
export const flowCodes = {
  C4101: code<{ campaign: string }>({
    rule: 'goal-missing',
    severity: 'error',
    summary: 'a campaign without a goal',
    domain: ['N-09'],
    message: ({ campaign }) => `"${campaign}" has no goal, so nobody can say whether it works.`,
    help: () => 'Add one: goal: activated within 14d.',
  }),
  C4102: code<{ activation?: string | undefined }>({
    rule: 'welcome-without-activation',
    severity: 'error',
    summary: 'a welcome that does not stop at activation',
    domain: ['K-17'],
    message: ({ activation }) =>
      activation === undefined
        ? 'A welcome ends when the user is active, but perennial.yaml does not say what that means.'
        : `A welcome ends when the user is active, but neither goal nor leave names "${activation}".`,
    help: ({ activation }) =>
      activation === undefined
        ? 'Add the event of the first value to perennial.yaml: activation: activated.'
        : `Add it: goal: ${activation} within 14d.`,
  }),
  C4106: code<{ step: string; earliestMs: number; withinMs: number }>({
    rule: 'send-after-goal',
    severity: 'warning',
    summary: 'message after the goal has closed',
    message: ({ step, earliestMs, withinMs }) =>
      `"${step}" leaves ${msInWords(earliestMs)} after entry at the earliest, ` +
      `but the goal counts for ${msInWords(withinMs)}.`,
    help: () => 'Send it earlier, or widen "within" of the goal.',
  }),
  C4107: code<{ step: string; after: string }>({
    rule: 'unreachable-step',
    severity: 'error',
    summary: 'a step that no lead can reach',
    message: ({ step, after }) => `No lead reaches "${step}": all have ended at "${after}".`,
    help: () => 'Remove it, or move it before the end.',
  }),
  C4108: code<{ step: string; branch: string }>({
    rule: 'empty-branch',
    severity: 'error',
    summary: 'a branch without steps',
    message: ({ step, branch }) => `"${branch}" of "${step}" has no steps.`,
    help: ({ branch }) => `Write its steps, or leave "${branch}:" out: without it the lead just goes on.`,
  }),
  C4109: code<{ step: string }>({
    rule: 'else-without-limit',
    severity: 'error',
    summary: 'an "else" that no lead can take',
    message: ({ step }) => `"${step}" waits without a limit, so its "else" is never taken.`,
    help: () => 'Say how long to wait: at_most: 3d.',
  }),
  C4110: code<{ attribute: string; other: string }>({
    rule: 'two-writers',
    severity: 'error',
    summary: 'two campaigns that set one attribute',
    message: ({ attribute, other }) => `"${attribute}" is also set by the campaign "${other}"; the last one would win.`,
    help: () => 'Give each campaign an attribute of its own.',
  }),
  C4111: code<{ step: string }>({
    rule: 'if-without-branches',
    severity: 'error',
    summary: 'a question without consequences',
    message: ({ step }) => `"${step}" asks, but has neither "then" nor "else".`,
    help: () => 'Write the steps of "then:", or remove the step.',
  }),
  C4112: code<{ campaign: string }>({
    rule: 'no-way-in',
    severity: 'error',
    summary: 'a campaign that nobody can enter',
    message: ({ campaign }) => `"${campaign}" has no way in.`,
    help: () => 'Add one: enter: with "- on: signed_up" below it.',
  }),
  C4105: code<{ campaign: string }>({
    rule: 'no-steps',
    severity: 'error',
    summary: 'a campaign without steps',
    message: ({ campaign }) => `"${campaign}" has no steps.`,
    help: () => 'Add one: steps: with "- send: hello" below it.',
  }),
  C4104: code<{ step: string }>({
    rule: 'endless-wait',
    severity: 'warning',
    summary: 'a wait without a limit',
    message: ({ step }) => `"${step}" waits without a limit; leads who never do this stay in the campaign for ever.`,
    help: () => 'Say how long to wait: at_most: 30d.',
  }),
  C4103: code<{ step: string }>({
    rule: 'wait-for-nothing',
    severity: 'error',
    summary: 'a wait that does not say what for',
    message: ({ step }) => `"${step}" does not say what it waits for.`,
    help: () => 'Name an event or a condition, for: project_created; to let time pass, give the next step "after".',
  }),
  C4113: code<{ event: string; because: string; help: string }>({
    rule: 'event-nobody-sends',
    severity: 'error',
    summary: 'an event that nobody sends',
    domain: ['N-09'],
    message: ({ event, because }) => `"${event}" never happens: ${because}.`,
    help: ({ help }) => help,
  }),
  C4114: code<{ campaigns: readonly string[] }>({
    rule: 'start-cycle',
    severity: 'error',
    summary: 'campaigns that start one another',
    message: ({ campaigns: [first = '', ...others] }) =>
      others.length === 0
        ? `"${first}" starts itself, so it never ends.`
        : `"${first}" starts ${namesInWords(others)}, which start it again, so none of them ever ends.`,
    help: () => 'Let leads in again only after a while: again: after 90d; or leave one "start" out.',
  }),
  C4115: code<{ step: string }>({
    rule: 'endless-repeat',
    severity: 'error',
    summary: 'a repetition without an end',
    message: ({ step }) => `"${step}" goes round for ever: nothing says when it ends.`,
    help: () => 'Say when it ends: times: 12, or until: did(order_placed since entry).',
  }),
  C4116: code<{ stage: string; subStages: number }>({
    rule: 'sub-stages-out-of-range',
    severity: 'warning',
    summary: 'more or fewer sub-stages than show what happens',
    domain: ['N-03'],
    message: ({ stage, subStages }) => `"${stage}" has ${subStages} sub-stage${subStages === 1 ? '' : 's'}; 3 to 7 show what happens.`,
    help: ({ subStages }) =>
      subStages < 3
        ? 'Name the steps of a sale: opportunity: [ discovery, proposal, negotiation ].'
        : 'Join those that are never told apart.',
  }),
  C4117: code<{ trial: boolean; goal: string }>({
    rule: 'goal-against-free-trial',
    severity: 'error',
    summary: 'a goal that contradicts "free_trial"',
    domain: ['K-18'],
    message: ({ trial, goal }) =>
      trial
        ? `There is a free trial, but this nurture aims at "${goal}" and not at the trial.`
        : `There is no free trial, but this campaign aims at one with "${goal}".`,
    help: ({ trial }) =>
      trial
        ? 'Aim at the sign-up for the trial: goal: signed_up within 60d.'
        : 'Aim at the hand-off: goal: sdr_ready within 60d; or write free_trial: true in perennial.yaml.',
  }),
  C4118: code<{ plan: string; value: string }>({
    rule: 'freemium-without-engagement',
    severity: 'warning',
    summary: 'a free plan without a campaign for its users',
    domain: ['K-19'],
    message: ({ plan, value }) =>
      `"lead.${plan}" can be "${value}" without a free trial, but no campaign keeps free users engaged.`,
    help: () => 'Write one with kind: engagement, or one with kind: upsell and stage: lead.',
  }),
  C4119: code<{ step: string; missing: readonly string[] }>({
    rule: 'verdict-unrouted',
    severity: 'error',
    summary: 'a verdict without a way on',
    domain: ['H-06'],
    message: ({ step, missing }) => `"${step}" has no way on for the verdict ${namesInWords(missing)}.`,
    help: ({ missing: [first = 'never'] }) => `Add it under "outcomes:", such as ${first}: [ { start: evergreen } ].`,
  }),
  C4120: code<{ step: string }>({
    rule: 'assign-without-catch-all',
    severity: 'error',
    summary: 'a task that can be nobody’s',
    domain: ['H-03'],
    message: ({ step }) => `A lead that meets no condition under "assign" of "${step}" is assigned to nobody.`,
    help: () => 'End the list with one without a condition: - inbound by rotation.',
  }),
  C4121: code<{ campaign: string; most: number }>({
    rule: 'win-back-without-stop',
    severity: 'error',
    summary: 'a win-back that does not know when to stop',
    domain: ['R-06'],
    message: ({ campaign, most }) =>
      most > 3
        ? `"${campaign}" writes ${most} times, whatever the customer is still worth.`
        : `"${campaign}" has no fixed end, and asks nowhere what the customer is still worth.`,
    help: () => 'Stop at the lowest fifth: leave: with "- when: rfm.rank <= 0.2"; or end after 3 messages.',
  }),
  C4122: code<{ campaign: string; most: number }>({
    rule: 'too-few-touches',
    severity: 'warning',
    summary: 'a nurture with fewer than three touches',
    domain: ['M-12'],
    message: ({ campaign, most }) =>
      `"${campaign}" reaches a lead ${most === 0 ? 'never' : most === 1 ? 'once' : 'twice'} at most; it takes about ten touches to a customer.`,
    help: () => 'Plan at least three, days apart.',
  }),
  C4123: code<{ what: string }>({
    rule: 'decides-by-opens',
    severity: 'warning',
    summary: 'a decision by opens',
    domain: ['M-05'],
    message: ({ what }) => `"${what}" asks who opened a mail; machines open most of them, and many readers show no images.`,
    help: () => 'Ask for clicks, clicked(…), or for what people do in the product.',
  }),
  C4124: code<{ campaign: string }>({
    rule: 'variants-too-early',
    severity: 'warning',
    summary: 'variants before anybody needs them',
    domain: ['G-03'],
    message: ({ campaign }) => `"${campaign}" has variants, but "company_stage" is early: one default is enough.`,
    help: () => 'Leave "variants:" out, or write company_stage: growth in perennial.yaml.',
  }),
  C4125: code<{ by: string }>({
    rule: 'roles-of-one-buyer',
    severity: 'warning',
    summary: 'variants by role for one decision maker',
    domain: ['G-03'],
    message: ({ by }) => `Variants by "${by}" address several roles, but one person decides ("single_decision_maker").`,
    help: () => 'Leave "variants:" out, or write single_decision_maker: false in perennial.yaml.',
  }),
  C4126: code<{ name: string; known: readonly string[]; suggestion?: string | undefined }>({
    rule: 'unknown-company-stage',
    severity: 'error',
    summary: 'a company stage that does not exist',
    message: ({ name }) => `There is no company stage "${name}".`,
    help: ({ known, suggestion }) => suggestionHelp(suggestion, `Take one of ${known.join(', ')}.`),
  }),
  C4127: code<{ step: string; because: string; help: string }>({
    rule: 'split-shares',
    severity: 'error',
    summary: 'shares that do not divide everybody',
    message: ({ step, because }) => `The shares of "${step}" do not divide all leads: ${because}.`,
    help: ({ help }) => help,
  }),
  C4128: code<{ step: string; arms: number }>({
    rule: 'split-without-choice',
    severity: 'error',
    summary: 'a split with nothing to choose from',
    message: ({ step, arms }) => `"${step}" has ${arms === 0 ? 'no arm' : 'one arm'} to send leads into.`,
    help: () => 'Write two arms or more besides "winner", each with its share and its steps.',
  }),
  C4129: code<{ step: string; because: string; help: string }>({
    rule: 'split-winner',
    severity: 'error',
    summary: 'a winner that is not chosen, or not awaited',
    message: ({ step, because }) => `"${step}" is half written: ${because}.`,
    help: ({ help }) => help,
  }),
  C4130: code<{ step: string; both: boolean }>({
    rule: 'repeat-of-what',
    severity: 'error',
    summary: 'a repetition of two things, or of nothing',
    message: ({ step, both }) => (both ? `"${step}" has both "play" and "steps".` : `"${step}" does not say what it repeats.`),
    help: ({ both }) =>
      both ? 'Keep one: a playlist, or the steps of one round.' : 'Name a playlist, play: library, or write the steps of one round.',
  }),
  C4131: code<{ what: string; of: string; help: string }>({
    rule: 'empty-choice',
    severity: 'error',
    summary: 'a choice among nothing',
    message: ({ what, of }) => `"${what}" of "${of}" is empty.`,
    help: ({ help }) => help,
  }),
};
