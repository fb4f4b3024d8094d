import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { Entering } from './entering.js';
import { enteringOf } from './entering.js';

/**
 * Whether one event brings a lead into both campaigns, and the lead then is in both.
 *
 * Not where they exclude each other, where one is for leads and the other for customers (a purchase ends lead campaigns,
 * domain.md N-01), where entering one ends the other, and where one lets in only who has not done what brought
 * the lead into the other.
 */
export function beginTogether(one: CampaignAst, other: CampaignAst): boolean {
  const [mine, theirs] = [enteringOf(one), enteringOf(other)];
  return (
    mine.open.some((event) => theirs.open.includes(event)) &&
    !areKeptApart(mine, theirs) &&
    [[mine, theirs] as const, [theirs, mine] as const].every(([first, second]) => canEnterLater(first, second))
  );
}

/**
 * Whether a lead can be in both campaigns, having entered them at any two moments.
 *
 * As `beginTogether`, but of the two orders in which a lead can enter them one is enough. Campaigns that the same event
 * begins, once in a life and for everybody, have no two moments: of those only `beginTogether` knows.
 */
export function canOverlap(one: CampaignAst, other: CampaignAst): boolean {
  const [mine, theirs] = [enteringOf(one), enteringOf(other)];
  if (areKeptApart(mine, theirs) || (mine.only !== undefined && mine.only === theirs.only)) return false;
  return canFollow(mine, theirs) || canFollow(theirs, mine);
}

function areKeptApart(one: Entering, other: Entering): boolean {
  const differInStage = one.side !== undefined && other.side !== undefined && one.side !== other.side;
  return differInStage || one.excludes.has(other.name) || other.excludes.has(one.name);
}

/** Whether a lead who is in `first` can come into `second` and stay in both. */
function canEnterLater(first: Entering, second: Entering): boolean {
  return !endsOnEntryOf(first, second) && !shutsOut(second, first);
}

/** As `canEnterLater`; what is entered once in a life, and ended by entering `first`, was meant to come before it. */
function canFollow(first: Entering, second: Entering): boolean {
  return canEnterLater(first, second) && !(second.once && endsOnEntryOf(second, first));
}

/** Every way into `other` is an event that ends `one`. */
function endsOnEntryOf(one: Entering, other: Entering): boolean {
  return other.ways.length > 0 && other.ways.every(({ event }) => event !== undefined && one.ends.has(event));
}

/** `one` lets in only leads without an event that all who are in `other` had. */
function shutsOut(one: Entering, other: Entering): boolean {
  if (one.ways.length === 0 || other.ways.length === 0) return false;
  return one.ways.every(({ neverDid }) => neverDid.some((event) => other.ways.every((way) => way.event === event)));
}
