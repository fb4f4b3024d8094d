import type { Plan } from '../../../compiler/plan/ir.js';
import type { Controlled } from '../../engine/held.js';
import { stableHash } from '../../engine/stable-hash.js';
import type { LoadedRelease } from '../../store/releases.js';
import { controlOf } from '../../store/edits/controls.js';
import { presentCampaign } from '../../store/edits/names.js';

/** What was said of the campaign at the controls, as the engine is told. */
export function controlFacts({ controls, names }: LoadedRelease, campaign: string): { readonly control?: Controlled } {
  if (controls.size === 0) return {};
  const control = controlOf(controls, presentCampaign(names, campaign));
  return control === undefined ? {} : { control: { state: control.state, reason: control.reason } };
}

/**
 * Why nobody, or not this lead, may enter now, although a way in was meant for it: the campaign is
 * stopped, or its rollout has not come to this lead. Into a campaign that is held leads do come in,
 * and stand.
 *
 * `userId` is the application's: the share of a rollout is drawn from it, so that a larger share
 * holds everybody that a smaller one did.
 */
export function closedTo(
  release: LoadedRelease,
  { campaign, rollout }: Plan,
  userId: string,
): { readonly detail: 'stopped' | 'rollout'; readonly text: string } | undefined {
  const { control } = controlFacts(release, campaign);
  if (control?.state === 'stopped') return { detail: 'stopped', text: `The campaign is stopped: ${control.reason}.` };
  if (rollout === undefined || drawn(campaign, userId) < rollout.share) return undefined;
  return { detail: 'rollout', text: `The campaign takes in ${inPercent(rollout.share)} of the leads for now.` };
}

/** 0..1, the same for one lead and campaign always. */
function drawn(campaign: string, userId: string): number {
  return stableHash(userId, campaign, 'rollout') / 2 ** 48;
}

function inPercent(share: number): string {
  return `${Number((share * 100).toFixed(4))}%`;
}
