import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../../compiler/plan/ir.js';
import { advance } from '../../engine/advance.js';
import type { Advance, Facts } from '../../engine/types.js';
import type { Affairs, InboxEvent, OpenEnrolment } from '../affairs.js';
import { noteAdvance } from '../changes.js';
import { leadFacts } from '../lead-state.js';
import type { OwnEvent } from './own-events.js';
import { attributeSet } from './own-events.js';

/** What is new about the lead. */
export interface News {
  readonly event: InboxEvent;
  /** Names of attributes that changed. */
  readonly attributes: readonly string[];
  readonly score: boolean;
}

/**
 * Looks again at each open enrolment that the news may move, and queues a wake for those it did;
 * the others sleep on and cost nothing.
 *
 * @returns the attributes that steps have set on the way
 */
export function moveInterested(affairs: Affairs, news: News): readonly OwnEvent[] {
  const set: OwnEvent[] = [];
  // A copy: what ends is taken out of the list.
  for (const enrolment of affairs.enrolments.slice()) {
    if (!isInterested(enrolment.plan, news)) continue;
    const result = advance(enrolment.plan, enrolment.progress, factsFor(affairs, enrolment), affairs.now);
    if (!hasMoved(enrolment, result)) continue;
    take(affairs, enrolment, result);
    for (const effect of result.effects) {
      if (effect.kind === 'set') set.push(attributeSet(enrolment.id, effect, affairs.now));
    }
  }
  return set;
}

function isInterested({ interests }: Plan, { event, attributes, score }: News): boolean {
  if (score && interests.score) return true;
  if (event.kind === 'track') return interests.events.includes(event.name);
  // Every planned instant hangs on the zone.
  return attributes.some((name) => name === 'time_zone' || interests.attributes.includes(name));
}

function factsFor(affairs: Affairs, { id, enteredAt, entry }: OpenEnrolment): Facts {
  const { lead, release, events, sends } = affairs;
  const { workspace } = release;
  return { lead: leadFacts(lead, workspace), enrolment: { id, enteredAt, entry }, events, sends, workspace };
}

function hasMoved({ progress, restingUntil }: OpenEnrolment, result: Advance): boolean {
  if (result.effects.length > 0 || !isDeepStrictEqual(result.progress, progress)) return true;
  const { rest } = result;
  // The earlier moment is armed; one that has become later is found out when the run wakes.
  return rest.kind === 'wait' && rest.until !== undefined && (restingUntil === null || rest.until < restingUntil);
}

function take(affairs: Affairs, enrolment: OpenEnrolment, result: Advance): void {
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
      const { key, step, class: kind } = effect;
      sends.push({ key, campaign, step, class: kind, state: 'claimed', at: now });
    } else if (before !== undefined) {
      sends.push({ ...before, state: 'withdrawn', at: now });
    }
  }
  if (result.progress.ending !== undefined) enrolments.splice(enrolments.indexOf(enrolment), 1);
}
