import { code } from '../../grammar/diagnostics/code.js';
import { namesInWords, suggestionHelp } from './suggestion.js';

/** C8xxx: scoring. */
export const scoringCodes = {
  C8101: code<{ factor: string; event: string; generic: boolean }>({
    rule: 'vanity-points',
    severity: 'error',
    summary: 'points for what costs the lead nothing',
    message: ({ factor, event, generic }) =>
      generic
        ? `"${factor}" gives points for any page at all.`
        : `"${factor}" gives points for ${event}, which costs no time and shows curiosity.`,
    help: ({ generic }) =>
      generic ? 'Name the pages that show intent: where event.path in ["/pricing"].' : 'Score what people do in the product.',
  }),
  C8102: code<{ factors: number }>({
    rule: 'too-many-factors',
    severity: 'warning',
    summary: 'more factors than can be understood',
    message: ({ factors }) => `${factors} factors are more than can be understood and tested.`,
    help: () => 'Keep the 15 to 20 that tell most.',
  }),
  C8103: code<{ ready: number; most: number }>({
    rule: 'unreachable-target',
    severity: 'error',
    summary: 'a target that no lead can reach',
    message: ({ ready, most }) => `No lead can be ready: all rules together give ${most}, the target is ${ready}.`,
    help: ({ most }) => `Lower "ready" to ${most} at most, or raise the points.`,
  }),
  C8104: code<{ factor: string; points: number; best: number; product: string }>({
    rule: 'product-outranked',
    severity: 'warning',
    summary: 'product use outranked by something else',
    message: ({ factor, points, best, product }) =>
      `"${factor}" gives ${points}, but the best product rule "${product}" gives ${best}.`,
    help: () => 'What people do in the product says more: give it more points.',
  }),
  C8105: code<{ name: string; known: readonly string[]; suggestion?: string | undefined }>({
    rule: 'limit-of-nothing',
    severity: 'error',
    summary: 'a limit that names no factor',
    message: ({ name }) => `There is no pain factor "${name}" to limit.`,
    help: ({ known, suggestion }) => suggestionHelp(suggestion, `There are ${namesInWords(known)}.`),
  }),
  C8106: code<{ teams: readonly string[] }>({
    rule: 'approval-missing',
    severity: 'error',
    summary: 'scoring that one side has not approved',
    message: ({ teams }) => `These rules have no approval by ${teams.join(' and ')}.`,
    help: () => 'Agree on them together, then write: approved: [ marketing, sales ].',
  }),
  C8107: code<{ name: string }>({
    rule: 'duplicate-factor',
    severity: 'error',
    summary: 'two factors with one name',
    message: ({ name }) => `There are two factors "${name}".`,
    help: () => 'Give one of them another name.',
  }),
};
