import type { DateWay, TurnWay, Way } from '../../../compiler/plan/ways.js';
import { waysOf } from '../../../compiler/plan/ways.js';
import type { CampaignInForce, LoadedRelease } from '../../store/releases.js';

/** A way into a campaign that takes leads in. */
export interface Door<W extends Way = Way> {
  readonly campaign: CampaignInForce;
  readonly way: W;
}

/** All ways in of a release, by what opens them; campaigns in the order of their names. */
export interface Doors {
  /** By what event opens it, or breaks a silence at it. */
  readonly byEvent: ReadonlyMap<string, readonly CampaignInForce[]>;
  readonly turns: readonly Door<TurnWay>[];
  readonly dates: readonly Door<DateWay>[];
}

const known = new WeakMap<LoadedRelease, Doors>();

export function doorsOf(release: LoadedRelease): Doors {
  const before = known.get(release);
  if (before !== undefined) return before;
  const open = [...release.campaigns.values()].filter(({ retired }) => !retired);
  const all = open.flatMap((campaign) => waysOf(campaign.plan).map((way) => ({ campaign, way })));
  const byEvent = new Map<string, CampaignInForce[]>();
  for (const campaign of open) {
    for (const name of eventsOf(campaign)) byEvent.set(name, [...(byEvent.get(name) ?? []), campaign]);
  }
  const doors = {
    byEvent,
    turns: all.flatMap(({ campaign, way }) => (way.kind === 'turn' ? [{ campaign, way }] : [])),
    dates: all.flatMap(({ campaign, way }) => (way.kind === 'date' ? [{ campaign, way }] : [])),
  };
  known.set(release, doors);
  return doors;
}

function eventsOf({ plan }: CampaignInForce): ReadonlySet<string> {
  return new Set(waysOf(plan).flatMap((way) => (way.kind === 'event' ? [way.event, ...(way.unless?.events ?? [])] : [])));
}
