import type { LoadedRelease } from '../../../store/releases.js';
import { hears } from './hears.js';
import type { OwnEvent } from './own-events.js';

export const finishedEvent = 'campaign_finished';

export function hearsFinished(release: LoadedRelease): boolean {
  return hears(release, finishedEvent);
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
