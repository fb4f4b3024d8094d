import { campaignFileName } from './files/campaign-file-name.rule.js';
import { secretInFile } from './files/secret-in-file.rule.js';
import { assignWithoutCatchAll } from './flow/assign-without-catch-all.rule.js';
import { elseWithoutLimit } from './flow/else-without-limit.rule.js';
import { emptyBranch } from './flow/empty-branch.rule.js';
import { emptyChoice } from './flow/empty-choice.rule.js';
import { endlessRepeat } from './flow/endless-repeat.rule.js';
import { endlessWait } from './flow/endless-wait.rule.js';
import { ifWithoutBranches } from './flow/if-without-branches.rule.js';
import { noSteps } from './flow/no-steps.rule.js';
import { noWayIn } from './flow/no-way-in.rule.js';
import { repeatOfWhat } from './flow/repeat-of-what.rule.js';
import { splitShares } from './flow/split-shares.rule.js';
import { splitWinner } from './flow/split-winner.rule.js';
import { splitWithoutChoice } from './flow/split-without-choice.rule.js';
import { startCycle } from './flow/start-cycle.rule.js';
import { unreachableStep } from './flow/unreachable-step.rule.js';
import { waitForNothing } from './flow/wait-for-nothing.rule.js';
import { capBrokenAlone } from './frequency/cap-broken-alone.rule.js';
import { capBrokenAtWorst } from './frequency/cap-broken-at-worst.rule.js';
import { capBrokenTogether } from './frequency/cap-broken-together.rule.js';
import { discountInCartMail } from './messages/discount-in-cart-mail.rule.js';
import { lateFirstCartMail } from './messages/late-first-cart-mail.rule.js';
import { mailWithoutNextStep } from './messages/mail-without-next-step.rule.js';
import { marketingWithoutTopic } from './messages/marketing-without-topic.rule.js';
import { sendWithoutSender } from './messages/send-without-sender.rule.js';
import { supportBlockMissing } from './messages/support-block-missing.rule.js';
import { textWithoutTemplate } from './messages/text-without-template.rule.js';
import { unusedTemplate } from './messages/unused-template.rule.js';
import { approvalMissing } from './scoring/approval-missing.rule.js';
import { clicksReachTarget } from './scoring/clicks-reach-target.rule.js';
import { duplicateFactor } from './scoring/duplicate-factor.rule.js';
import { effortOutranked } from './scoring/effort-outranked.rule.js';
import { fitOrderReversed } from './scoring/fit-order-reversed.rule.js';
import { limitOfNothing } from './scoring/limit-of-nothing.rule.js';
import { productOutranked } from './scoring/product-outranked.rule.js';
import { readyOnImperfectFit } from './scoring/ready-on-imperfect-fit.rule.js';
import { ruleNeverScores } from './scoring/rule-never-scores.rule.js';
import { scoreBands } from './scoring/score-bands.rule.js';
import { scoringAgainstStage } from './scoring/scoring-against-stage.rule.js';
import { timeSpentScored } from './scoring/time-spent-scored.rule.js';
import { tooManyFactors } from './scoring/too-many-factors.rule.js';
import { unreachableTarget } from './scoring/unreachable-target.rule.js';
import { vanityPoints } from './scoring/vanity-points.rule.js';
import { decidesByOpens } from './strategy/decides-by-opens.rule.js';
import { eventNobodySends } from './strategy/event-nobody-sends.rule.js';
import { freemiumWithoutEngagement } from './strategy/freemium-without-engagement.rule.js';
import { goalAgainstFreeTrial } from './strategy/goal-against-free-trial.rule.js';
import { goalMissing } from './strategy/goal-missing.rule.js';
import { rolesOfOneBuyer } from './strategy/roles-of-one-buyer.rule.js';
import { sendAfterGoal } from './strategy/send-after-goal.rule.js';
import { subStagesOutOfRange } from './strategy/sub-stages-out-of-range.rule.js';
import { tooFewTouches } from './strategy/too-few-touches.rule.js';
import { twoWriters } from './strategy/two-writers.rule.js';
import { unknownCompanyStage } from './strategy/unknown-company-stage.rule.js';
import { variantsTooEarly } from './strategy/variants-too-early.rule.js';
import { verdictUnrouted } from './strategy/verdict-unrouted.rule.js';
import { welcomeWithoutActivation } from './strategy/welcome-without-activation.rule.js';
import { winBackWithoutStop } from './strategy/win-back-without-stop.rule.js';
import { afterAndAt } from './time/after-and-at.rule.js';
import { lateUndeclared } from './time/late-undeclared.rule.js';
import { lateWithoutMoment } from './time/late-without-moment.rule.js';
import { momentOutsideHours } from './time/moment-outside-hours.rule.js';
import { timeInClockGap } from './time/time-in-clock-gap.rule.js';
import { unknownZone } from './time/unknown-zone.rule.js';
import { windowNeverOpens } from './time/window-never-opens.rule.js';
import type { Rule } from './rule.js';

/** Every rule that looks beyond names and types. */
export const allRules: readonly Rule[] = [
  afterAndAt,
  approvalMissing,
  assignWithoutCatchAll,
  campaignFileName,
  capBrokenAlone,
  capBrokenAtWorst,
  capBrokenTogether,
  clicksReachTarget,
  decidesByOpens,
  discountInCartMail,
  duplicateFactor,
  effortOutranked,
  elseWithoutLimit,
  emptyBranch,
  emptyChoice,
  endlessRepeat,
  endlessWait,
  eventNobodySends,
  fitOrderReversed,
  freemiumWithoutEngagement,
  goalAgainstFreeTrial,
  goalMissing,
  ifWithoutBranches,
  lateFirstCartMail,
  lateUndeclared,
  lateWithoutMoment,
  limitOfNothing,
  mailWithoutNextStep,
  marketingWithoutTopic,
  momentOutsideHours,
  noSteps,
  noWayIn,
  productOutranked,
  readyOnImperfectFit,
  repeatOfWhat,
  rolesOfOneBuyer,
  ruleNeverScores,
  scoreBands,
  scoringAgainstStage,
  secretInFile,
  sendAfterGoal,
  sendWithoutSender,
  splitShares,
  splitWinner,
  splitWithoutChoice,
  startCycle,
  subStagesOutOfRange,
  supportBlockMissing,
  textWithoutTemplate,
  timeInClockGap,
  timeSpentScored,
  tooFewTouches,
  tooManyFactors,
  twoWriters,
  unknownCompanyStage,
  unknownZone,
  unreachableStep,
  unreachableTarget,
  unusedTemplate,
  vanityPoints,
  variantsTooEarly,
  verdictUnrouted,
  waitForNothing,
  welcomeWithoutActivation,
  winBackWithoutStop,
  windowNeverOpens,
];
