import type { CapAst } from '../../grammar/ast/workspace.js';
import { rollingMs } from '../../grammar/duration.js';
import type { Located } from '../../grammar/span.js';
import { onceFor } from '../once-for.js';
import type { Flow } from './flow.js';
import { momentsFor } from './flow.js';
import { journeyAlong, nearestMoments } from './moments.js';
import type { Path } from './paths.js';

/** A campaign whose messages add up with those of others. */
export interface Sender {
  readonly campaign: string;
  readonly flow: Flow;
}

export interface Sent {
  readonly campaign: string;
  readonly step: Located<string>;
  /** Ms since the entry. */
  readonly ms: number;
}

export interface TogetherBreak {
  readonly cap: CapAst;
  readonly windowMs: number;
  /** One message more than the cap allows, or more, in order: how it can happen. */
  readonly witness: readonly Sent[];
}

/**
 * Caps that campaigns break together: of each cap the first group of campaigns found, with the messages.
 *
 * Campaigns that one event brings a lead into begin at one moment, so what each sends in its first window falls into
 * one: the most certain messages, on any path and from any hour of the week. `meet` says which campaigns begin together.
 * Later windows can meet as well, but only the lead's own days say whether. What one campaign breaks alone is left to
 * `capBreaks`.
 */
export function capBreaksTogether(
  senders: readonly Sender[],
  caps: readonly CapAst[],
  meet: (one: string, other: string) => boolean,
): readonly TogetherBreak[] {
  return caps.flatMap((cap) => {
    const windowMs = rollingMs(cap.window.value);
    const bursts = senders.flatMap((sender) => burstOf(sender, windowMs) ?? []);
    if (bursts.some(({ sent }) => sent.length > cap.count.value)) return [];
    const group = groupOver(cap.count.value, bursts.toSorted((one, other) => other.sent.length - one.sent.length), meet);
    if (group === undefined) return [];
    const witness = group.flatMap(({ sent }) => sent).toSorted((one, other) => one.ms - other.ms);
    return [{ cap, windowMs, witness }];
  });
}

interface Burst {
  readonly campaign: string;
  readonly sent: readonly Sent[];
}

/** The most messages of one campaign within its first window; undefined where it sends none for certain. */
function burstOf({ campaign, flow }: Sender, windowMs: number): Burst | undefined {
  const known = burstsOf(flow).get(windowMs) ?? busiest(flow, windowMs);
  burstsOf(flow).set(windowMs, known);
  return known.length === 0 ? undefined : { campaign, sent: known.map((one) => ({ campaign, ...one })) };
}

const burstsOf = onceFor((_flow: Flow) => new Map<number, readonly Moment[]>());

type Moment = Omit<Sent, 'campaign'>;

/** The most that a first window holds; rolling: a message exactly one window after the entry is not in it. */
function busiest(flow: Flow, windowMs: number): readonly Moment[] {
  const certain = new Map<unknown, Located<string>>();
  for (const { step, email, certain: always } of flow.sends) {
    if (always && email.class === 'marketing') certain.set(step, step.id);
  }
  const sentAt = (path: Path, moments: readonly number[]): readonly Moment[] =>
    path.flatMap((leg, index) => {
      const id = certain.get(leg.step);
      return id === undefined ? [] : [{ step: id, ms: moments[index] ?? 0 }];
    });
  let best: readonly Moment[] = [];
  for (const path of certain.size === 0 ? [] : flow.paths) {
    const most = sentAt(path, nearestMoments(path)).filter(({ ms }) => ms < windowMs).length;
    const journey = journeyAlong(path, 'far');
    for (const enteredMs of momentsFor(flow.steps)) {
      if (most <= best.length) break;
      const moments: number[] = [];
      journey(enteredMs, (_, arrivedMs, dueMs) => moments.push(Math.max(arrivedMs, dueMs)));
      const sent = sentAt(path, moments.map((ms) => ms - enteredMs)).filter(({ ms }) => ms < windowMs);
      if (sent.length > best.length) best = sent;
    }
  }
  return best;
}

/** How many campaigns a search may look at: more cannot be told apart by any reader either. */
const mostTries = 20_000;

/** Campaigns that all meet one another and send more than `count` together; depth first, the busiest first. */
function groupOver(
  count: number,
  bursts: readonly Burst[],
  meet: (one: string, other: string) => boolean,
): readonly Burst[] | undefined {
  let tries = 0;
  const search = (group: readonly Burst[], sum: number, from: number): readonly Burst[] | undefined => {
    for (let index = from; index < bursts.length && tries < mostTries; index += 1) {
      const next = bursts[index];
      tries += 1;
      if (next === undefined || group.some(({ campaign }) => !meet(campaign, next.campaign))) continue;
      const sending = sum + next.sent.length;
      const wider = [...group, next];
      const found = sending > count ? wider : search(wider, sending, index + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search([], 0, 0);
}
