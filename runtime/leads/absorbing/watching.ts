import { randomUUID } from 'node:crypto';
import type { Interests } from '../../../compiler/plan/ir.js';
import { beginWatch, takeDue } from '../../engine/entries/at-due.js';
import { watchMoment } from '../../engine/entries/at-moment.js';
import { askTurn } from '../../engine/entries/at-turn.js';
import type { DateWay, TurnWay } from '../../../compiler/plan/ways.js';
import { changeOf, interestsOf, isCommon, wayOf } from '../../../compiler/plan/ways.js';
import type { PastEvent } from '../../engine/types.js';
import type { CampaignInForce, LoadedRelease } from '../../store/releases.js';
import type { Affairs, InboxEvent, OpenEnrolment } from '../affairs.js';
import type { Arrived } from './entries.js';
import { entryFacts, follow, watchesAt } from './entries.js';
import { doorsOf } from './doors.js';
import { asksForAny } from './inside.js';
import type { News } from './move-interested.js';
import type { OwnEvent } from './own-events/own-events.js';
import type { WatchRow } from './watch-rows.js';

/** What is watched of a lead at the ways in, while its affairs are worked on. */
export interface Watching {
  /** As read. */
  readonly before: readonly WatchRow[];
  /** As they stand; replaced, never changed in place. */
  rows: readonly WatchRow[];
  /** Nobody has looked at the lead before. */
  readonly isNew: boolean;
  /** Names of the campaigns of which enough was read to ask their conditions and dates. */
  readonly concerned: ReadonlySet<string>;
  /** Since when a way is watched, by `campaign/way`; epoch ms. */
  readonly launches: ReadonlyMap<string, number>;
  /** Entries that no event brought, by the message id of what is told instead. */
  readonly arrivals: Map<string, Arrived>;
  /** What is worked in at this moment lets nobody in. */
  quiet: boolean;
  /** Events that are for everybody in a segment. */
  readonly told: { readonly campaign: string; readonly way: string; readonly event: PastEvent }[];
}

export function watchingOf(
  { watched, watches }: { readonly watched: boolean; readonly watches: readonly WatchRow[] },
  campaigns: readonly CampaignInForce[],
  launches: ReadonlyMap<string, number>,
): Watching {
  const names = new Set(campaigns.map(({ name }) => name));
  return { before: watches, rows: watches, isNew: !watched, concerned: names, launches, arrivals: new Map(), quiet: false, told: [] };
}

/**
 * The campaigns whose conditions or dates what came in could touch, or that are due: only of these
 * more is read.
 */
export function concerned(
  release: LoadedRelease,
  unread: readonly InboxEvent[],
  rows: readonly WatchRow[],
  more: {
    readonly isNew: boolean;
    readonly now: number;
    readonly enrolments: readonly Pick<OpenEnrolment, 'plan'>[];
    /** The lead is looked at although nothing came: what it asks beyond itself may have changed. */
    readonly again: boolean;
  },
): readonly CampaignInForce[] {
  const { turns, dates, byEvent } = doorsOf(release);
  const touched = [
    ...unread.flatMap(({ kind, properties }) => (kind === 'identify' ? Object.keys(properties) : [])),
    ...more.enrolments.flatMap(({ plan }) => plan.steps.flatMap((step) => (step.kind === 'set' ? [step.attribute] : []))),
  ];
  const grouped =
    more.again ||
    unread.some(({ kind }) => kind === 'group') ||
    more.enrolments.some(({ plan }) => plan.steps.some((step) => step.kind === 'set' && step.of === 'account'));
  const names = new Set(unread.map(({ name }) => name));
  const isTouched = (interests: Interests): boolean =>
    more.isNew ||
    interests.events.some((name) => names.has(name)) ||
    interests.attributes.some((name) => touched.includes(name)) ||
    (interests.score && release.workspace.scoring !== undefined) ||
    (grouped && (more.again || interests.account !== undefined));
  const watched = [...turns, ...dates].filter(({ way }) => isTouched(interestsOf(way))).map(({ campaign }) => campaign);
  const changed = touched.flatMap((name) => byEvent.get(changeOf('lead', name)) ?? []);
  const changedAccount = grouped ? [...byEvent].flatMap(([name, campaigns]) => (name.startsWith('changed(account.') ? campaigns : [])) : [];
  const due = rows.filter(({ dueAt }) => dueAt !== null && dueAt <= more.now).flatMap(({ campaign }) => release.campaigns.get(campaign) ?? []);
  return [...new Set([...watched, ...changed, ...changedAccount, ...due])];
}

/**
 * Notes what held before anything of this is worked in, where nobody has noted it yet: of a lead that
 * is new as of its first moment, of any other as of the launch.
 */
export function beginWatching(affairs: Affairs, first: number): void {
  const { release, watching } = affairs;
  const { workspace } = release;
  const { turns, dates } = doorsOf(release);
  const { isNew, launches } = watching;
  for (const { campaign, way } of isNew ? [...turns, ...dates] : turns) {
    if (watchesAt(affairs, campaign.name).some((watch) => watch.way === way.id)) continue;
    if (!watching.concerned.has(campaign.name)) continue;
    const at = isNew ? first : (launches.get(`${campaign.name}/${way.id}`) ?? first);
    const watch = beginWatch(campaign.plan, way, entryFacts(affairs, campaign.name), { at, isNew, workspace });
    if (watch !== undefined) watching.rows = [...watching.rows, { ...watch, campaign: campaign.name }];
  }
}

/** Asks every condition and date anew that the news could have touched. */
export function askWatched(affairs: Affairs, news: News): readonly OwnEvent[] {
  const { release, now } = affairs;
  const { turns, dates } = doorsOf(release);
  const own: OwnEvent[] = [];
  for (const { campaign, way } of turns) {
    if (!isInterested(way, news)) continue;
    const watch = watchesAt(affairs, campaign.name).find((one) => one.way === way.id);
    if (watch === undefined) continue;
    // As of the event; one that comes late must not bring back what was so in between.
    const at = news.event.at >= watch.askedAt ? news.event.at : now;
    own.push(...follow(affairs, campaign, askTurn(campaign.name, way, watch, entryFacts(affairs, campaign.name), at)));
  }
  for (const { campaign, way } of dates) {
    if (!isInterested(way, news)) continue;
    const watch = watchesAt(affairs, campaign.name).find((one) => one.way === way.id);
    // A moment for everybody that the lead has behind it does not come back with another zone.
    if (watch === undefined && isCommon(way)) continue;
    const next = watchMoment(campaign.name, way, entryFacts(affairs, campaign.name), news.event.at, release.workspace, false);
    const drop = next === undefined && watch !== undefined ? [watch] : [];
    own.push(...follow(affairs, campaign, { put: next === undefined ? [] : [next], drop }));
  }
  return own;
}

/** Tells of each attribute that changed, where a way in waits for that. */
export function tellChanges(affairs: Affairs, event: InboxEvent, before: Affairs['lead'], changed: readonly string[]): readonly OwnEvent[] {
  const { byEvent } = doorsOf(affairs.release);
  return changed.flatMap((name): readonly OwnEvent[] => {
    const told = changeOf('lead', name);
    if (!byEvent.has(told)) return [];
    return [changeEvent(told, event, before.attributes[name], affairs.lead.attributes[name])];
  });
}

/** Told with what was there before and is there now; what is missing is left out. */
export function changeEvent(name: string, { seq, at }: InboxEvent, before: unknown, after: unknown): OwnEvent {
  const properties = { ...(before === undefined ? {} : { old: before }), ...(after === undefined ? {} : { new: after }) };
  return { kind: 'track', name, messageId: `${name}:${seq}:${randomUUID()}`, at, properties };
}

/** The first of what is due by now and before `until` (epoch ms). */
export function firstDue({ watching, now, release, lead }: Affairs, until = Number.POSITIVE_INFINITY): WatchRow | undefined {
  let first: WatchRow | undefined;
  for (const row of watching.rows) {
    const { dueAt } = row;
    if (dueAt === null || dueAt > now || dueAt >= until || dueAt >= (first?.dueAt ?? Number.POSITIVE_INFINITY)) continue;
    if (waitsForChoice(release, row, lead.accountId)) continue;
    first = row;
  }
  return first;
}

/** Works in what time alone has brought. */
export function workInDue(affairs: Affairs, row: WatchRow): readonly OwnEvent[] {
  const { release, now, watching } = affairs;
  const campaign = release.campaigns.get(row.campaign);
  if (campaign === undefined || campaign.retired || row.dueAt === null) {
    watching.rows = watching.rows.filter((other) => other !== row);
    return [];
  }
  const facts = entryFacts(affairs, row.campaign);
  const turnout = takeDue(campaign.plan, row, facts, { at: row.dueAt, lookedAt: now, workspace: release.workspace });
  const own = follow(affairs, campaign, turnout);
  if (watching.rows.includes(row)) throw new Error(`what was due at ${row.campaign} is due for ever`);
  return own;
}

/** One of an account: somebody has to choose before it can be told who comes in. */
export function waitsForChoice({ campaigns }: LoadedRelease, { campaign, way: id, chosen }: WatchRow, accountId: number | null): boolean {
  if (chosen || accountId === null) return false;
  const plan = campaigns.get(campaign)?.plan;
  const way = plan === undefined ? undefined : wayOf(plan, id);
  if (way === undefined || way.kind === 'turn') return false;
  const to = way.kind === 'event' ? way.to : way.entry.to;
  return to?.onePerAccountBy !== undefined;
}

function isInterested(way: TurnWay | DateWay, { event, attributes, score, account }: News): boolean {
  const interests = interestsOf(way);
  if (score && interests.score) return true;
  if (event.changed !== undefined && asksForAny(way.entry, event.changed)) return true;
  if (account.some((name) => name === 'time_zone' || interests.account?.includes(name) === true)) return true;
  if (event.kind === 'track') return interests.events.includes(event.name);
  return attributes.some((name) => interests.attributes.includes(name));
}

/** Asks those anew that ask whether the lead is inside of these campaigns, which it has just entered or left. */
export function askByInside(affairs: Affairs, event: InboxEvent, campaigns: readonly string[]): readonly OwnEvent[] {
  if (campaigns.length === 0) return [];
  const changed = campaigns.map((name) => `campaign:${name}`);
  return askWatched(affairs, { event: { ...event, changed }, attributes: [], score: false, account: [] });
}
