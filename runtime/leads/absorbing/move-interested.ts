import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../../compiler/plan/ir.js';
import { advance } from '../../engine/advance.js';
import { frequencyEvent, isHeldByWish } from '../../engine/gate/wishes.js';
import type { Advance, Facts, Progress } from '../../engine/types.js';
import type { Affairs, InboxEvent, OpenEnrolment } from '../affairs.js';
import { noteAdvance } from '../changes.js';
import { keyedSteps } from '../../store/edits/names.js';
import { controlFacts } from '../edits/holding.js';
import { leadFacts } from '../facts/lead-state.js';
import { rivalsAmong } from '../rivals.js';
import { asksForAny, entersAndEnds, furtherNow, insideOf } from './inside.js';
import type { OwnEvent } from './own-events/own-events.js';
import { campaignFinished } from './own-events/campaign-finished.js';
import { ownEventOf } from './own-events/own-events.js';

/** What is new about the lead. */
export interface News {
  readonly event: InboxEvent;
  /** Names of attributes that changed. */
  readonly attributes: readonly string[];
  readonly score: boolean;
  /** Names of attributes of the account. */
  readonly account: readonly string[];
}

/**
 * Looks again at each open enrolment that the news may move, and queues a wake for those it did;
 * the others sleep on and cost nothing.
 *
 * @returns what steps led to on the way: attributes they set, tasks nobody answered
 */
export function moveInterested(affairs: Affairs, news: News): readonly OwnEvent[] {
  const asked = news.event.kind === 'track' && news.event.name === frequencyEvent;
  return moveThose(affairs, (plan, progress) => isInterested(plan, news) || (asked && isHeldByWish(progress)));
}

function moveThose(affairs: Affairs, isMeant: (plan: Plan, progress: Progress) => boolean): readonly OwnEvent[] {
  const set: OwnEvent[] = [];
  // A copy: what ends is taken out of the list.
  for (const enrolment of affairs.enrolments.slice()) {
    if (!isMeant(enrolment.plan, enrolment.progress)) continue;
    const result = advance(enrolment.plan, enrolment.progress, factsFor(affairs, enrolment), affairs.now);
    if (!hasMoved(enrolment, result)) continue;
    take(affairs, enrolment, result);
    for (const effect of result.effects) {
      const own = ownEventOf(enrolment, effect, affairs.now);
      if (own !== undefined) set.push(own);
    }
    set.push(...campaignFinished(affairs.release, enrolment, result.progress.ending, affairs.now));
  }
  return set;
}

/**
 * Looks again at those that ask for being inside of a campaign which the lead has entered or left
 * since; what they do may end others, for which still others ask.
 */
export function moveByInside(affairs: Affairs, before: ReadonlySet<string>): readonly OwnEvent[] {
  if (!affairs.needs.inside) return [];
  const own: OwnEvent[] = [];
  for (let known = before; ; ) {
    const now = insideOf(affairs);
    const asks = entersAndEnds(known, now).map((campaign) => `campaign:${campaign}`);
    if (asks.length === 0) return own;
    own.push(...moveThose(affairs, (plan) => asksForAny(plan, asks)));
    known = now;
  }
}

function isInterested(plan: Plan, { event, attributes, score, account }: News): boolean {
  if (score && plan.interests.score) return true;
  if (event.changed !== undefined && asksForAny(plan, event.changed)) return true;
  const { interests } = plan;
  if (account.some((name) => name === 'time_zone' || interests.account?.includes(name) === true)) return true;
  if (event.kind === 'track') return interests.events.includes(event.name);
  // Every planned instant hangs on the zone.
  return attributes.some((name) => name === 'time_zone' || interests.attributes.includes(name));
}

/** What the engine may know of one enrolment, as things stand in the midst of the lead's affairs. */
export function factsFor(affairs: Affairs, { id, campaign, enteredAt, entry }: OpenEnrolment): Facts {
  const { lead, release, events, sends } = affairs;
  const { workspace } = release;
  return {
    lead: leadFacts(lead, workspace),
    enrolment: { id, enteredAt, entry },
    events,
    sends,
    workspace,
    ...(workspace.priority === undefined ? {} : { rivals: rivalsAmong(affairs.enrolments, release, id, affairs.now) }),
    ...controlFacts(release, campaign),
    ...keyedSteps(release.names, campaign),
    ...furtherNow(affairs),
  };
}

function hasMoved({ progress, restingUntil }: OpenEnrolment, result: Advance): boolean {
  if (result.effects.length > 0 || !isDeepStrictEqual(result.progress, progress)) return true;
  const { rest } = result;
  // The earlier moment is armed; one that has become later is found out when the run wakes.
  return rest.kind === 'wait' && rest.until !== undefined && (restingUntil === null || rest.until < restingUntil);
}

/** Takes over what the engine decided of one enrolment, and queues a look where nobody looks at it. */
export function take(affairs: Affairs, enrolment: OpenEnrolment, result: Advance): void {
  const { now, changes, enrolments, sends } = affairs;
  noteAdvance(changes, enrolment, result, now);
  const { id, campaign, awake } = enrolment;
  changes.moved.push({ id, progress: result.progress, restingUntil: now, awake: true, wake: !awake, at: now });
  enrolment.progress = result.progress;
  enrolment.restingUntil = now;
  enrolment.awake = true;
  for (const effect of result.effects) {
    if (effect.kind !== 'claim' && effect.kind !== 'withdraw') continue;
    const place = sends.findIndex(({ key }) => key === effect.key);
    const before = place < 0 ? undefined : sends.splice(place, 1)[0];
    if (effect.kind === 'claim') {
      const { key, step, class: kind, item, heldOut } = effect;
      sends.push({ key, campaign, step, class: kind, state: heldOut === true ? 'held_out' : 'claimed', at: now, ...(item === undefined ? {} : { item }) });
    } else if (before !== undefined) {
      sends.push({ ...before, state: 'withdrawn', at: now });
    }
  }
  if (result.progress.ending !== undefined) enrolments.splice(enrolments.indexOf(enrolment), 1);
}
