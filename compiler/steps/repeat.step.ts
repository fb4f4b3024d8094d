import type { RepeatStepAst } from '../../grammar/ast/step.js';
import { lower } from '../plan/lower.js';
import type { RepeatStep } from '../plan/ir.js';
import { emailOf } from './email-settings.js';
import type { StepContext, StepPlanner } from './step-context.js';
import { conditionOf, frameOf, present } from './step-context.js';

export const planRepeat: StepPlanner<'repeat'> = (step, context) => ({
  id: step.id.value,
  ...frameOf(step, context),
  kind: 'repeat',
  ...(step.every === undefined ? {} : { every: step.every.value }),
  ...(step.until === undefined ? {} : { until: lower(step.until, context.scope) }),
  ...(step.times === undefined ? {} : { times: step.times.value }),
  round: roundOf(step, context),
});

function roundOf(step: RepeatStepAst, context: StepContext): RepeatStep['round'] {
  if (step.play === undefined) return { kind: 'steps', first: present(context.first('round') ?? undefined, step) };
  const { campaign, scope } = context;
  const name = step.play.value;
  const playlist = present(campaign.playlists.find((list) => list.name.value === name), step);
  const email = emailOf({}, campaign.email);
  return {
    kind: 'play',
    playlist: name,
    items: playlist.items.map(({ template, when }) => ({ template: template.value, ...conditionOf(when, scope) })),
    email: { ...email, from: present(email.from, step) },
    noneLeft: step.noneLeft?.value ?? 'continue',
  };
}
