import { afterAndAt } from './after-and-at.rule.js';
import { approvalMissing } from './approval-missing.rule.js';
import { campaignFileName } from './campaign-file-name.rule.js';
import { capBrokenAlone } from './cap-broken-alone.rule.js';
import { capBrokenAtWorst } from './cap-broken-at-worst.rule.js';
import { duplicateFactor } from './duplicate-factor.rule.js';
import { elseWithoutLimit } from './else-without-limit.rule.js';
import { emptyBranch } from './empty-branch.rule.js';
import { endlessWait } from './endless-wait.rule.js';
import { goalMissing } from './goal-missing.rule.js';
import { ifWithoutBranches } from './if-without-branches.rule.js';
import { lateUndeclared } from './late-undeclared.rule.js';
import { lateWithoutMoment } from './late-without-moment.rule.js';
import { limitOfNothing } from './limit-of-nothing.rule.js';
import { marketingWithoutTopic } from './marketing-without-topic.rule.js';
import { noSteps } from './no-steps.rule.js';
import { noWayIn } from './no-way-in.rule.js';
import { productOutranked } from './product-outranked.rule.js';
import type { Rule } from './rule.js';
import { sendAfterGoal } from './send-after-goal.rule.js';
import { sendWithoutSender } from './send-without-sender.rule.js';
import { textWithoutTemplate } from './text-without-template.rule.js';
import { tooManyFactors } from './too-many-factors.rule.js';
import { twoWriters } from './two-writers.rule.js';
import { unknownZone } from './unknown-zone.rule.js';
import { unreachableStep } from './unreachable-step.rule.js';
import { unreachableTarget } from './unreachable-target.rule.js';
import { unusedTemplate } from './unused-template.rule.js';
import { vanityPoints } from './vanity-points.rule.js';
import { waitForNothing } from './wait-for-nothing.rule.js';
import { welcomeWithoutActivation } from './welcome-without-activation.rule.js';

/** Every rule that looks beyond names and types. */
export const allRules: readonly Rule[] = [
  afterAndAt,
  approvalMissing,
  campaignFileName,
  capBrokenAlone,
  capBrokenAtWorst,
  duplicateFactor,
  elseWithoutLimit,
  emptyBranch,
  endlessWait,
  goalMissing,
  ifWithoutBranches,
  lateUndeclared,
  lateWithoutMoment,
  limitOfNothing,
  marketingWithoutTopic,
  noSteps,
  noWayIn,
  productOutranked,
  sendAfterGoal,
  sendWithoutSender,
  textWithoutTemplate,
  tooManyFactors,
  twoWriters,
  unknownZone,
  unreachableStep,
  unreachableTarget,
  unusedTemplate,
  vanityPoints,
  waitForNothing,
  welcomeWithoutActivation,
];
