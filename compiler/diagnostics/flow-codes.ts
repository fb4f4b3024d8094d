import { code } from '../../grammar/diagnostics/code.js';
import { msInWords } from '../../grammar/duration.js';

/** C4xxx: the shape of the flow, and what every campaign has to say of itself. */
export const flowCodes = {
  C4101: code<{ campaign: string }>({
    rule: 'goal-missing',
    severity: 'error',
    summary: 'a campaign without a goal',
    message: ({ campaign }) => `"${campaign}" has no goal, so nobody can say whether it works.`,
    help: () => 'Add one: goal: activated within 14d.',
  }),
  C4102: code<{ activation?: string | undefined }>({
    rule: 'welcome-without-activation',
    severity: 'error',
    summary: 'a welcome that does not stop at activation',
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
    message: ({ attribute, other }) => `"lead.${attribute}" is also set by the campaign "${other}"; the last one would win.`,
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
};
