import type { ExprAst } from '../../grammar/ast/expression.js';
import { nearest, renameFix } from '../names/nearest.js';
import { checkWindow, outsideCampaign } from './type-of-history.js';
import type { Scope } from './scope.js';
import type { Typed } from './type.js';
import { certain } from './type.js';

type MessageAst = Extract<ExprAst, { kind: 'message' }>;

/** `sent(hello since entry)` and what became of it: never unknown. */
export function typeOfMessage(message: MessageAst, scope: Scope): Typed {
  if (scope.of === 'scoring') return outsideCampaign(`${message.act}(…)`, message, scope);
  checkWindow(message.window, scope);
  checkSender(message, scope);
  return certain({ kind: 'boolean' });
}

function checkSender({ act, campaign, step, span }: MessageAst, { campaign: own, declared, report }: Scope): void {
  const name = campaign?.value ?? own?.name.value;
  if (name === undefined) {
    report('C3110', span, {
      name: `${act}(${step.value})`,
      why: 'a segment belongs to no campaign',
      help: `Name the campaign: ${act}(trial-welcome/${step.value} ever).`,
    });
    return;
  }
  // What could not be read may well send it.
  if (declared.unread.has(name)) return;
  const sends = declared.sends.get(name);
  if (sends === undefined) {
    const near = nearest(name, declared.sends.keys());
    if (campaign === undefined) return;
    report('C2111', campaign.span, near, { fixes: renameFix(campaign.span, near.suggestion) });
    return;
  }
  if (sends.has(step.value)) return;
  const near = nearest(step.value, sends);
  report('C2108', step.span, { ...near, campaign: name }, { fixes: renameFix(step.span, near.suggestion) });
}
