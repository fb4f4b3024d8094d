import { randomUUID } from 'node:crypto';
import { begin } from '../../engine/begin.js';
import { holdoutOf } from '../../engine/choice/holdout.js';
import { isMeantFor } from '../../engine/choice/started.js';
import type { EntryFacts } from '../../engine/enter.js';
import { audienceWays, hear } from '../../engine/entries/at-event.js';
import type { Arrival, Turnout } from '../../engine/entries/watch.js';
import { afterTurnout, nothing } from '../../engine/entries/watch.js';
import type { PastEvent } from '../../engine/types.js';
import type { CampaignInForce } from '../../store/releases.js';
import type { Affairs, InboxEvent } from '../affairs.js';
import { closedTo } from '../edits/holding.js';
import { leadFacts } from '../facts/lead-state.js';
import { doorsOf } from './doors.js';
import { excludedFrom, leaveExcluding } from './excludes.js';
import { furtherNow } from './inside.js';
import type { OwnEvent } from './own-events/own-events.js';

/**
 * Lets the lead into every campaign that has a way in on this event. A refusal is worth a line in
 * the timeline only where the way in was meant for this lead.
 */
export function takeIn(affairs: Affairs, event: InboxEvent): void {
  if (event.quiet === true) return;
  const arrived = affairs.watching.arrivals.get(event.messageId);
  if (arrived !== undefined) {
    // Two ways may have opened in the same moment: the first has been taken.
    if (mayStill(affairs, arrived)) enter(affairs, arrived.campaign, arrived.arrival, event);
    return;
  }
  for (const campaign of doorsOf(affairs.release).byEvent.get(event.name) ?? []) {
    const { name, plan } = campaign;
    if (!isMeantFor(event, name)) continue;
    follow(affairs, campaign, hear(plan, event, entryFacts(affairs, name), watchesAt(affairs, name)));
    for (const way of audienceWays(plan, event)) affairs.watching.told.push({ campaign: name, way: way.id, event });
  }
}

/**
 * Does what a turnout says, but for an entry that no event brought: that one is told as an event of
 * our own, for it to be worked in like any other.
 */
export function follow(affairs: Affairs, campaign: CampaignInForce, turnout: Turnout): readonly OwnEvent[] {
  const { release, lead, watching } = affairs;
  const { name, plan } = campaign;
  if (turnout === nothing) return [];
  if (turnout.put.length + turnout.drop.length > 0) {
    const rows = afterTurnout(watchesAt(affairs, name), turnout).map((watch) => ({ ...watch, campaign: name }));
    watching.rows = [...watching.rows.filter((row) => row.campaign !== name), ...rows];
  }
  if (watching.quiet) return [];
  if (turnout.refusal !== undefined) stayOut(affairs, name, turnout.refusal);
  const { arrival } = turnout;
  if (arrival === undefined) return [];
  const closed = closedTo(release, plan, lead.userId) ?? excludedFrom(affairs, plan);
  if (closed !== undefined) {
    stayOut(affairs, name, closed);
    return [];
  }
  if (arrival.event !== undefined) {
    enter(affairs, campaign, arrival, arrival.event);
    return [];
  }
  const messageId = `way_in:${randomUUID()}`;
  watching.arrivals.set(messageId, { campaign, arrival });
  return [{ kind: 'track', name: `way_in:${arrival.by}`, messageId, at: arrival.at, properties: {} }];
}

/** What an entry into the campaign may know, as things stand in the midst of the lead's affairs. */
export function entryFacts(affairs: Affairs, campaign: string): EntryFacts {
  const { release, lead, events, sends, standings, enrolments } = affairs;
  const { lastEnteredAt, keys = new Set<string>() } = standings.get(campaign) ?? {};
  return {
    lead: leadFacts(lead, release.workspace),
    events,
    sends,
    // Who only waits for a message that is under way has left.
    inside: enrolments.some(({ campaign: own, progress }) => own === campaign && progress.over === undefined),
    ...(lastEnteredAt === undefined ? {} : { lastEnteredAt }),
    keys,
    ...furtherNow(affairs),
  };
}

export function watchesAt({ watching }: Affairs, campaign: string) {
  return watching.rows.filter((row) => row.campaign === campaign);
}

export interface Arrived {
  readonly campaign: CampaignInForce;
  readonly arrival: Arrival;
}

function mayStill(affairs: Affairs, { campaign: { name }, arrival: { key } }: Arrived): boolean {
  const { inside, keys } = entryFacts(affairs, name);
  return !inside && !keys.has(key);
}

function stayOut({ changes, now }: Affairs, campaign: string, { detail, text }: { readonly detail: string; readonly text: string }): void {
  changes.decisions.push({ enrolmentId: null, campaign, step: null, code: 'stayed_out', detail, text, at: now });
}

function enter(affairs: Affairs, campaign: CampaignInForce, { key, at, by, text }: Arrival, event: PastEvent): void {
  const { release, lead, enrolments, standings, changes, now } = affairs;
  const { name, plan, planHash } = campaign;
  const id = randomUUID();
  leaveExcluding(affairs, name);
  const progress = begin(plan, at, holdoutOf(plan, release.workspace, lead.userId));
  changes.entered.push({ id, campaign: name, planHash, entryKey: key, entrySeq: event.seq, enteredAt: at, progress, at: now });
  changes.decisions.push({
    enrolmentId: id,
    campaign: name,
    step: null,
    code: 'entered',
    detail: by,
    text,
    // As of the event, like the steps that follow at once: else the timeline shows those first.
    at,
  });
  const { seq, name: eventName, at: happenedAt, properties } = event;
  const entry = { seq, name: eventName, at: happenedAt, properties };
  enrolments.push({ id, campaign: name, plan, enteredAt: at, entry, progress, restingUntil: now, awake: true });
  const keys = standings.get(name)?.keys ?? new Set<string>();
  standings.set(name, { lastEnteredAt: at, keys: keys.add(key) });
}
