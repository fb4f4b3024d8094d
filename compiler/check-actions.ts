import type { CampaignAst } from '../grammar/ast/campaign.js';
import type { Diagnostic } from '../grammar/diagnostics/diagnostic.js';
import { createCompilerReport } from './diagnostics/compiler-codes.js';
import { checkAction } from './extensions/check-action.js';
import type { Declared } from './names/declared.js';
import { stepsOf } from './names/steps-of.js';
import { campaignScope } from './types/scope.js';
import { typeOf } from './types/type-of.js';
import { valueTypeOf } from './types/type.js';

/** Every `do` of a campaign against the plug-ins; silent where those could not be read. */
export function checkActions(campaign: CampaignAst, declared: Declared): readonly Diagnostic[] {
  if (declared.extensionsIncomplete === true) return [];
  // What is wrong with the expressions themselves is reported where they are typed.
  const scope = campaignScope(declared, campaign, createCompilerReport());
  return stepsOf(campaign.steps).flatMap((step) => {
    if (step.kind !== 'do') return [];
    return checkAction(step.action ?? step.id, step.with, declared.extensions, (expression) => {
      const { type } = typeOf(expression, scope);
      return type.kind === 'error' || type.kind === 'list' ? undefined : valueTypeOf(type);
    });
  });
}
