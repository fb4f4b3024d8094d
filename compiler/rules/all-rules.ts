import { afterAndAt } from './after-and-at.rule.js';
import { approvalMissing } from './approval-missing.rule.js';
import { assignWithoutCatchAll } from './assign-without-catch-all.rule.js';
import { campaignFileName } from './campaign-file-name.rule.js';
import { capBrokenAlone } from './cap-broken-alone.rule.js';
import { capBrokenAtWorst } from './cap-broken-at-worst.rule.js';
import { capBrokenTogether } from './cap-broken-together.rule.js';
import { clicksReachTarget } from './clicks-reach-target.rule.js';
import { decidesByOpens } from './decides-by-opens.rule.js';
import { discountInCartMail } from './discount-in-cart-mail.rule.js';
import { duplicateFactor } from './duplicate-factor.rule.js';
import { effortOutranked } from './effort-outranked.rule.js';
import { elseWithoutLimit } from './else-without-limit.rule.js';
import { emptyBranch } from './empty-branch.rule.js';
import { emptyChoice } from './empty-choice.rule.js';
import { endlessRepeat } from './endless-repeat.rule.js';
import { endlessWait } from './endless-wait.rule.js';
import { eventNobodySends } from './event-nobody-sends.rule.js';
import { fitOrderReversed } from './fit-order-reversed.rule.js';
import { freemiumWithoutEngagement } from './freemium-without-engagement.rule.js';
import { goalAgainstFreeTrial } from './goal-against-free-trial.rule.js';
import { goalMissing } from './goal-missing.rule.js';
import { ifWithoutBranches } from './if-without-branches.rule.js';
import { lateFirstCartMail } from './late-first-cart-mail.rule.js';
import { lateUndeclared } from './late-undeclared.rule.js';
import { lateWithoutMoment } from './late-without-moment.rule.js';
import { limitOfNothing } from './limit-of-nothing.rule.js';
import { mailWithoutNextStep } from './mail-without-next-step.rule.js';
import { marketingWithoutTopic } from './marketing-without-topic.rule.js';
import { momentOutsideHours } from './moment-outside-hours.rule.js';
import { noSteps } from './no-steps.rule.js';
import { noWayIn } from './no-way-in.rule.js';
import { productOutranked } from './product-outranked.rule.js';
import { readyOnImperfectFit } from './ready-on-imperfect-fit.rule.js';
import { repeatOfWhat } from './repeat-of-what.rule.js';
import { rolesOfOneBuyer } from './roles-of-one-buyer.rule.js';
import { ruleNeverScores } from './rule-never-scores.rule.js';
import type { Rule } from './rule.js';
import { scoreBands } from './score-bands.rule.js';
import { scoringAgainstStage } from './scoring-against-stage.rule.js';
import { secretInFile } from './secret-in-file.rule.js';
import { sendAfterGoal } from './send-after-goal.rule.js';
import { sendWithoutSender } from './send-without-sender.rule.js';
import { splitShares } from './split-shares.rule.js';
import { splitWinner } from './split-winner.rule.js';
import { splitWithoutChoice } from './split-without-choice.rule.js';
import { startCycle } from './start-cycle.rule.js';
import { subStagesOutOfRange } from './sub-stages-out-of-range.rule.js';
import { supportBlockMissing } from './support-block-missing.rule.js';
import { textWithoutTemplate } from './text-without-template.rule.js';
import { timeInClockGap } from './time-in-clock-gap.rule.js';
import { timeSpentScored } from './time-spent-scored.rule.js';
import { tooFewTouches } from './too-few-touches.rule.js';
import { tooManyFactors } from './too-many-factors.rule.js';
import { twoWriters } from './two-writers.rule.js';
import { unknownCompanyStage } from './unknown-company-stage.rule.js';
import { unknownZone } from './unknown-zone.rule.js';
import { unreachableStep } from './unreachable-step.rule.js';
import { unreachableTarget } from './unreachable-target.rule.js';
import { unusedTemplate } from './unused-template.rule.js';
import { vanityPoints } from './vanity-points.rule.js';
import { variantsTooEarly } from './variants-too-early.rule.js';
import { verdictUnrouted } from './verdict-unrouted.rule.js';
import { waitForNothing } from './wait-for-nothing.rule.js';
import { welcomeWithoutActivation } from './welcome-without-activation.rule.js';
import { winBackWithoutStop } from './win-back-without-stop.rule.js';
import { windowNeverOpens } from './window-never-opens.rule.js';

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
