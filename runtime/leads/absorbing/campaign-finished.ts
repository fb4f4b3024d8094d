import type { LoadedRelease } from '../../store/releases.js';
import { doorsOf } from './doors.js';
import type { OwnEvent } from './own-events.js';

const heard = new WeakMap<LoadedRelease, boolean>();

export const finishedEvent = 'campaign_finished';

/** Whether anything in force asks for it: else it is not worth an event each time. */
export function hearsFinished(release: LoadedRelease): boolean {
  const before = heard.get(release);
  if (before !== undefined) return before;
  const plans = [...release.campaigns.values()].map(({ plan }) => plan);
  const found =
    doorsOf(release).byEvent.has(finishedEvent) ||
    plans.some(({ history, interests }) => history.includes(finishedEvent) || interests.events.includes(finishedEvent)) ||
    release.workspace.scoring?.pain.some(({ event }) => event === finishedEvent) === true;
  heard.set(release, found);
  return found;
}

/** Tells that a campaign is over for the lead. */
export function campaignFinished(
  release: LoadedRelease,
  { id, campaign }: { readonly id: string; readonly campaign: string },
  ending: string | undefined,
  at: number,
): readonly OwnEvent[] {
  if (ending === undefined || !hearsFinished(release)) return [];
  return [{ kind: 'track', name: finishedEvent, messageId: `${finishedEvent}:${id}`, at, properties: { campaign, ending } }];
}
