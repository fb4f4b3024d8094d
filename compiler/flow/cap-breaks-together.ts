import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { CapAst } from '../../grammar/ast/workspace.js';
import { rollingMs } from '../../grammar/duration.js';
import { enteringOf } from './entering.js';
import type { Flow } from './flow.js';
import { momentsFor } from './flow.js';
import { widestGroup } from './groups.js';
import { beginTogether, canOverlap } from './overlap.js';
import type { Leaving } from './worst-window.js';
import { certainLeavings, mostInWindow, worstWindow } from './worst-window.js';

/** A campaign whose messages add up with those of others. */
export interface Sender {
  readonly campaign: CampaignAst;
  readonly flow: Flow;
}

export interface Sent extends Leaving {
  readonly campaign: string;
}

/** How a cap can be broken by several campaigns. */
export interface TogetherBreak {
  readonly cap: CapAst;
  /** Windows of the cap that are looked at together. */
  readonly rounds: number;
  /** All messages of the witness leave within so long. */
  readonly withinMs: number;
  /** How long after the first of them a lead enters each campaign. */
  readonly entered: readonly { readonly campaign: string; readonly ms: number }[];
  /** In the order in which they leave; `ms` since the entry into their campaign. */
  readonly witness: readonly Sent[];
  /** How long the one that waits longest has to; undefined where one waits longer than messages may, and is dropped. */
  readonly waitMs?: number;
}

/** Of each cap the worst that campaigns do to it together: for certain, or else at worst where a message is then lost. */
export function capBreaksTogether(senders: readonly Sender[], caps: readonly CapAst[], deferMs: number): readonly TogetherBreak[] {
  return caps.flatMap((cap) => certainBreak(senders, cap, deferMs) ?? losingBreak(senders, cap, deferMs) ?? []);
}

/**
 * Campaigns that one event begins, with their messages without a condition: it happens to every lead who is in all of them.
 *
 * Entered at one moment, so each further moment is known as well.
 */
function certainBreak(senders: readonly Sender[], cap: CapAst, deferMs: number): TogetherBreak | undefined {
  const windowMs = rollingMs(cap.window.value);
  for (const together of byOpenEvent(senders)) {
    const busiest = busiestFirst(together, windowMs).slice(0, mostTogether);
    if (isWithin(cap.count.value, busiest.map(({ flow }) => mostInWindow(flow, windowMs)))) continue;
    for (const enteredMs of hoursFor(busiest)) {
      const parties = busiest.map((sender) => ({ ...sender, ways: certainLeavings(sender.flow, enteredMs) }));
      for (const fromMs of startsOf(parties.flatMap(({ ways }) => ways), busiest.length)) {
        const bursts = parties.map(({ campaign, flow, ways }) => ({ campaign, flow, sent: () => fullest(ways, fromMs, windowMs) }));
        const group = groupAbove(cap, cap.count.value, bursts, beginTogether);
        if (group === undefined) continue;
        const { witness, entered } = witnessOf(group, () => 0);
        const waitMs = longestWait(witness.map(({ ms }) => ms), cap);
        return { cap, rounds: 1, withinMs: windowMs, witness, entered, ...(waitMs > deferMs ? {} : { waitMs }) };
      }
    }
  }
  return undefined;
}

/**
 * Campaigns that one lead can be in, entered whenever, that have so many messages at one time that one of them is dropped.
 *
 * A cap lets `count` through in each window. Of more than `rounds * count` messages that are due within `rounds` windows
 * less the time that messages may wait, one waits longer than that, whatever the order.
 */
function losingBreak(senders: readonly Sender[], cap: CapAst, deferMs: number): TogetherBreak | undefined {
  const windowMs = rollingMs(cap.window.value);
  const rounds = Math.floor(deferMs / windowMs) + 1;
  const withinMs = rounds * windowMs - deferMs;
  const most = rounds * cap.count.value;
  if (isWithin(most, senders.map(({ flow }) => mostInWindow(flow, withinMs)))) return undefined;
  const bursts = busiestFirst(senders, withinMs).map(({ campaign, flow }) => ({ campaign, flow, sent: () => worstWindow(flow, withinMs) }));
  const group = groupAbove(cap, most, bursts, canOverlap);
  if (group === undefined) return undefined;
  // In the worst case the first messages of all meet.
  return { cap, rounds, withinMs, ...witnessOf(group, ([earliest]) => earliest?.ms ?? 0) };
}

interface Burst extends Sender {
  /** Only told of campaigns that are looked at: there may be thousands. */
  sent(): readonly Leaving[];
}

/** What one campaign breaks alone is left to `capBreaks`. */
function groupAbove(
  cap: CapAst,
  most: number,
  bursts: readonly Burst[],
  meet: (one: CampaignAst, other: CampaignAst) => boolean,
): readonly Burst[] | undefined {
  const windowMs = rollingMs(cap.window.value);
  const breaksAlone = ({ flow }: Sender) =>
    mostInWindow(flow, windowMs) > cap.count.value && worstWindow(flow, windowMs).length > cap.count.value;
  const weigh = (burst: Burst) => (breaksAlone(burst) ? 0 : burst.sent().length);
  return widestGroup(bursts, most, weigh, (one, other) => meet(one.campaign, other.campaign));
}

function witnessOf(group: readonly Burst[], beginOf: (sent: readonly Leaving[]) => number): Pick<TogetherBreak, 'witness' | 'entered'> {
  const latest = Math.max(...group.map(({ sent }) => beginOf(sent())));
  const entered = group.map(({ campaign, sent }) => ({ campaign: campaign.name.value, ms: latest - beginOf(sent()) }));
  const witness = group
    .flatMap(({ campaign, sent }) => sent().map((one) => ({ ...one, campaign: campaign.name.value, atMs: one.ms - beginOf(sent()) })))
    .toSorted((one, other) => one.atMs - other.atMs);
  return { witness: witness.map(({ campaign, step, ms }) => ({ campaign, step, ms })), entered };
}

/** Each message leaves as soon as the cap has room for it. */
function longestWait(moments: readonly number[], cap: CapAst): number {
  const windowMs = rollingMs(cap.window.value);
  const left: number[] = [];
  for (const [index, ms] of moments.entries()) left.push(Math.max(ms, (left[index - cap.count.value] ?? -windowMs) + windowMs));
  return Math.max(...left.map((ms, index) => ms - (moments[index] ?? 0)));
}

function busiestFirst(senders: readonly Sender[], windowMs: number): readonly Sender[] {
  return senders.toSorted((one, other) => mostInWindow(other.flow, windowMs) - mostInWindow(one.flow, windowMs));
}

function isWithin(most: number, weights: readonly number[]): boolean {
  return weights.reduce((sum, weight) => sum + weight, 0) <= most;
}

/** Campaigns that one event begins without a condition, by event. */
function byOpenEvent(senders: readonly Sender[]): readonly (readonly Sender[])[] {
  const byEvent = new Map<string, Sender[]>();
  for (const sender of senders) {
    for (const event of new Set(enteringOf(sender.campaign).open)) {
      const together = byEvent.get(event);
      if (together === undefined) byEvent.set(event, [sender]);
      else together.push(sender);
    }
  }
  return [...byEvent.values()].filter(({ length }) => length > 1);
}

/** Campaigns of one event that are looked at, the busiest: nobody limits how many there are. */
const mostTogether = 64;

/** Work that a check may take for them. */
const mostJourneys = 2_000;

/** Hours of the week at which a lead enters them: all, or as many as there is time for, evenly chosen. */
function hoursFor(senders: readonly Sender[]): readonly number[] {
  const hours = senders.map(({ flow }) => momentsFor(flow.steps)).toSorted((one, other) => other.length - one.length)[0] ?? [];
  const stride = Math.ceil(hours.length / Math.max(1, Math.floor(mostJourneys / senders.length)));
  return hours.filter((_, index) => index % stride === 0);
}

/** A window that holds most begins with a message. */
function startsOf(ways: readonly (readonly Leaving[])[], campaigns: number): readonly number[] {
  const starts = [...new Set(ways.flatMap((way) => way.map(({ ms }) => ms)))].toSorted((one, other) => one - other);
  return starts.slice(0, Math.max(1, Math.floor(mostJourneys / campaigns)));
}

function fullest(ways: readonly (readonly Leaving[])[], fromMs: number, windowMs: number): readonly Leaving[] {
  let best: readonly Leaving[] = [];
  for (const way of ways) {
    const sent = way.filter(({ ms }) => ms >= fromMs && ms < fromMs + windowMs);
    if (sent.length > best.length) best = sent;
  }
  return best;
}
