import { code } from '../../grammar/diagnostics/code.js';
import { namesInWords, suggestionHelp } from './suggestion.js';

/** C8xxx: scoring. */
export const scoringCodes = {
  C8101: code<{ factor: string; event: string; generic: boolean }>({
    rule: 'vanity-points',
    severity: 'error',
    summary: 'points for what costs the lead nothing',
    domain: ['S-12'],
    overridable: true,
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
    domain: ['C-04'],
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
    domain: ['S-10'],
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
    domain: ['H-12'],
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
  C8108: code<{ factor: string; points: number; effort: number; other: string; otherPoints: number; otherEffort: number }>({
    rule: 'effort-outranked',
    severity: 'warning',
    summary: 'more points for less effort',
    domain: ['S-13'],
    message: ({ factor, points, effort, other, otherPoints, otherEffort }) =>
      `"${factor}" (effort ${effort}) gives ${points}, more than the ${otherPoints} of "${other}" (effort ${otherEffort}).`,
    help: () => 'More time shows more pain: change the points, or write "calibrated" once outcomes show it.',
  }),
  C8109: code<{ factor: string; what: string }>({
    rule: 'time-spent-scored',
    severity: 'warning',
    summary: 'points for time spent',
    domain: ['S-14'],
    message: ({ factor, what }) => `"${factor}" gives points by "${what}", but nothing shows that time spent is interest.`,
    help: () => 'Score what was done in that time, or write "calibrated" once outcomes show it.',
  }),
  C8110: code<{ ready: number; most: number; factor: string; next: number }>({
    rule: 'ready-on-imperfect-fit',
    severity: 'warning',
    summary: 'a profile that is ready without being perfect',
    domain: ['S-19'],
    message: ({ ready, most, factor, next }) =>
      `A profile with ${next} for "${factor}" still has ${most} points, so it is ready at ${ready} without a single act.`,
    help: () => 'Only a perfect profile should be: lower the points, or raise "ready".',
  }),
  C8111: code<{ factor: string; better: string; worse: string }>({
    rule: 'fit-order-reversed',
    severity: 'warning',
    summary: 'a better profile with fewer points',
    domain: ['S-07'],
    message: ({ factor, better, worse }) => `"${factor}" gives more for "${worse}" than for "${better}".`,
    help: ({ better }) => `Give "${better}" at least as much.`,
  }),
  C8112: code<{ score: string }>({
    rule: 'score-bands',
    severity: 'warning',
    summary: 'a band of a score',
    domain: ['S-04'],
    message: ({ score }) => `This cuts ${score} into bands, and nobody has agreed what they mean.`,
    help: () => 'There is one target: enter on sdr_ready, or compare with it: score.total >= 100.',
  }),
  C8113: code<{ stage: string }>({
    rule: 'scoring-against-stage',
    severity: 'warning',
    summary: 'scoring that does not fit the company stage',
    domain: ['N-05'],
    message: ({ stage }) =>
      stage === 'early'
        ? 'An early company can follow up every lead, so scoring only hides some of them.'
        : `A company in "${stage}" has more leads than it can follow up, but nothing scores them.`,
    help: ({ stage }) =>
      stage === 'early'
        ? 'Leave scoring/ out, or write company_stage: growth in perennial.yaml.'
        : 'Write scoring/scoring.yaml, or company_stage: early in perennial.yaml.',
  }),
  C8114: code<{ factor: string; because: string }>({
    rule: 'rule-never-scores',
    severity: 'error',
    summary: 'a scoring rule that never gives points',
    message: ({ factor, because }) => `This rule of "${factor}" never gives points: ${because}.`,
    help: () => 'Remove it, or mend it.',
  }),
  C8115: code<{ factors: readonly string[]; most?: number | undefined; ready: number }>({
    rule: 'clicks-reach-target',
    severity: 'warning',
    summary: 'a target that the links of one mail can reach',
    message: ({ factors, most, ready }) =>
      `A mail scanner that follows every link can bring ${most === undefined ? 'any number of' : most} points by ${namesInWords(factors)}; the target is ${ready}.`,
    help: () => 'Count pages once in a while: at most 1 per day, or limit the factor under "limits:".',
  }),
};
