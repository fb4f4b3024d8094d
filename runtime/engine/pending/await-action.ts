import type { DoStep, Step } from '../../../compiler/plan/ir.js';
import { isHeld, standHeld } from '../held.js';
import type { Look, Move } from '../steps/move.js';
import { goTo } from '../steps/move.js';
import type { ActionEnd, Pending } from './types.js';

type PendingAction = Extract<Pending, { kind: 'action' }>;

/** The lead stands on its action until that is done, or will never be. */
export function awaitAction(
  { progress, facts, now }: Pick<Look, 'progress' | 'facts' | 'now'>,
  step: Step,
  { key, result }: PendingAction,
): Move {
  if (step.kind !== 'do') throw new Error(`nothing is done at ${step.id}`);
  // Nothing is begun while the campaign is held; what runs already may end.
  if (result === undefined && isHeld(progress, facts)) return standHeld(progress, facts, now);
  if (result === undefined) return { progress, rest: { kind: 'act', key, action: step.action, step: step.id } };
  const at = Math.max(progress.since, result.at);
  return result.kind === 'done' ? done(step, at) : failed(step, result, at);
}

function done({ id, action, next }: DoStep, at: number): Move {
  return {
    progress: goTo(next, at),
    reasons: [{ code: 'acted', step: id, detail: action, text: `Done: ${action}.`, at }],
  };
}

function failed({ id, action, next, failed: policy }: DoStep, { detail = 'failed' }: ActionEnd, at: number): Move {
  const text = `${action} failed: ${because(detail)}.`;
  const reason = { code: 'failed', step: id, detail, text, at } as const;
  if (policy === 'continue') return { progress: goTo(next, at), reasons: [reason] };
  return {
    progress: { step: null, since: at, ending: 'left' },
    reasons: [reason, { code: 'left', step: id, detail: 'failed', text: `Left: ${action} failed.`, at }],
    rest: { kind: 'end', ending: 'left' },
  };
}

function because(detail: string): string {
  return sentences[detail] ?? detail.replaceAll('_', ' ');
}

const sentences: Readonly<Record<string, string>> = {
  refused: 'it says that trying again is no use',
  tried_out: 'no attempt succeeded',
  too_late: 'its time was over',
  no_action: 'no installed plug-in has it',
  environment: 'this environment acts for its allow-list only',
  config: 'what it was given is not what it takes',
  output: 'what it handed back is not what it promises',
};
