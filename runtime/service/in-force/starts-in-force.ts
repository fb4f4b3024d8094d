import { startedEvent, startedProperties } from '../../engine/choice/started.js';
import type { Starts } from '../../ingest/start-routes.js';
import type { Queries } from '../../store/database.js';
import type { LoadedRelease, Releases } from '../../store/releases.js';

/** The campaigns of the release in force that can be started from outside. */
export function startsOf(db: Queries, releases: Pick<Releases, 'known' | 'current'>): Starts {
  return {
    // What this process has read may be behind.
    has: async (campaign) => canStart(releases.known(), campaign) || canStart(await releases.current(db), campaign),
    eventFor: (campaign, properties) => ({ name: startedEvent, properties: startedProperties(campaign, properties) }),
  };
}

function canStart(release: LoadedRelease | undefined, name: string): boolean {
  const campaign = release?.campaigns.get(name);
  return campaign !== undefined && !campaign.retired && campaign.plan.enter.some(({ event }) => event === startedEvent);
}
