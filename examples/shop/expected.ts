import { addLondonDays, fromLondon } from './london.js';
import { shopRules } from './shop-rules.js';
import type { CampaignRule, Story } from './shop-rules.js';

/** One enrolment of one lead. All times in epoch ms. */
export interface Journey {
  readonly lead: string;
  readonly campaign: string;
  readonly enteredAt: number;
  /** The mails whose turn came, in order. */
  readonly steps: readonly StepFate[];
  /** Absent: still inside when the replay ended. */
  readonly ending?: { readonly how: string; readonly at: number };
}

export interface StepFate {
  readonly step: string;
  readonly fate: 'sent' | 'skipped';
  readonly at: number;
  /** Why a mail was skipped: `condition` or `over_cap`. */
  readonly detail?: string;
}

interface Order {
  readonly at: number;
  readonly pence: number;
}

interface Enrolment {
  readonly rule: CampaignRule;
  readonly enteredAt: number;
  readonly entry: number;
  /** Index of the step that comes next, and when. */
  next: number;
  dueAt: number;
  /** When the mail was due before the caps held it. */
  heldFrom?: number;
  readonly fates: StepFate[];
  ending?: { readonly how: string; readonly at: number };
}

const dayMs = 86_400_000;

/** Domain.md F-01, as perennial.yaml sets it. */
const caps = [
  { count: 3, windowMs: 7 * dayMs },
  { count: 2, windowMs: dayMs },
];
const longestHoldMs = 5 * dayMs;

/**
 * What the three campaigns must do to every lead, from the orders alone.
 *
 * Nothing of the product is used, so that a mistake there cannot hide here: the CSV, London's
 * clocks, the conditions and the caps are all written a second time. `until` (epoch ms,
 * inclusive) is where the replay stops; `rules` is for trying out what a change would do.
 */
export function expectedJourneys(csvText: string, until: number, rules = shopRules): readonly Journey[] {
  const journeys: Journey[] = [];
  for (const [lead, orders] of ordersByLead(csvText)) {
    for (const { rule, enteredAt, fates, ending } of walk(orders, until, rules)) {
      const base = { lead, campaign: rule.campaign, enteredAt, steps: fates };
      journeys.push(ending === undefined ? base : { ...base, ending });
    }
  }
  return journeys;
}

/** One lead's whole story: whatever comes first, an order or a step; an order where both come at once. */
function walk(orders: readonly Order[], until: number, rules: readonly CampaignRule[]): readonly Enrolment[] {
  const enrolments: Enrolment[] = [];
  const sent: number[] = [];
  let seen = 0;
  for (;;) {
    const order = orders[seen];
    const due = firstDue(enrolments);
    const now = Math.min(order?.at ?? Infinity, due?.dueAt ?? Infinity);
    if (now === Infinity || now > until) return enrolments;
    if (order !== undefined && order.at === now) {
      seen += 1;
      workIn(enrolments, { now, orders: orders.slice(0, seen), entry: seen - 1 }, rules);
    } else if (due !== undefined) {
      takeStep(due, { now, orders: orders.slice(0, seen), entry: due.entry }, sent);
    }
  }
}

function firstDue(enrolments: readonly Enrolment[]): Enrolment | undefined {
  let first: Enrolment | undefined;
  for (const enrolment of enrolments) {
    if (enrolment.ending === undefined && (first === undefined || enrolment.dueAt < first.dueAt)) first = enrolment;
  }
  return first;
}

/** The newest order ends what it ends, then lets the lead in where it is not inside. */
function workIn(enrolments: Enrolment[], story: Story, rules: readonly CampaignRule[]): void {
  const at = story.now;
  for (const rule of rules) {
    const last = enrolments.findLast((enrolment) => enrolment.rule === rule);
    if (last !== undefined && last.ending === undefined) {
      const how = rule.onOrder(at - last.enteredAt);
      if (how === undefined) continue;
      last.ending = { how, at };
    }
    if (!rule.enters(story, last?.enteredAt)) continue;
    const dueAt = addLondonDays(at, rule.steps[0]?.days ?? 0);
    enrolments.push({ rule, enteredAt: at, entry: story.entry, next: 0, dueAt, fates: [] });
  }
}

function takeStep(enrolment: Enrolment, story: Story, sent: number[]): void {
  const step = enrolment.rule.steps[enrolment.next];
  const { now: at } = story;
  if (step === undefined || step.kind === 'end') {
    enrolment.ending = { how: 'finished', at };
    return;
  }
  if (step.kind === 'fork') return goOn(enrolment, at, step.when(story) ? 1 : 2);
  const skipped = (detail: string) => {
    enrolment.fates.push({ step: step.step, fate: 'skipped', at, detail });
    goOn(enrolment, at, 1);
  };
  if (step.when !== undefined && !step.when(story)) return skipped('condition');
  const roomAt = nextRoom(sent, at);
  if (roomAt > at) {
    enrolment.heldFrom ??= at;
    if (roomAt > enrolment.heldFrom + longestHoldMs) return skipped('over_cap');
    enrolment.dueAt = roomAt;
    return;
  }
  sent.push(at);
  enrolment.fates.push({ step: step.step, fate: 'sent', at });
  goOn(enrolment, at, 1);
}

function goOn(enrolment: Enrolment, at: number, steps: number): void {
  enrolment.next += steps;
  delete enrolment.heldFrom;
  const next = enrolment.rule.steps[enrolment.next];
  if (next === undefined) enrolment.ending = { how: 'finished', at };
  else enrolment.dueAt = addLondonDays(at, next.days);
}

/** `at` itself where the caps leave room; else when the oldest counted mail leaves its window. */
function nextRoom(sent: readonly number[], at: number): number {
  let room = at;
  for (const { count, windowMs } of caps) {
    // A mail counts until its window is over, and no more at that very instant.
    const counted = sent.filter((time) => time + windowMs > at);
    const leaves = counted[counted.length - count];
    if (leaves !== undefined) room = Math.max(room, leaves + windowMs);
  }
  return room;
}

function ordersByLead(csvText: string): ReadonlyMap<string, readonly Order[]> {
  const leads = new Map<string, Order[]>();
  for (const line of csvText.split('\n').slice(1)) {
    if (line === '') continue;
    const match = /^(\d+),\d+,(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d),\d+,(\d+)\.(\d\d)$/.exec(line);
    if (match === null) throw new Error(`not an order: ${line}`);
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, pounds = 0, pence = 0] = match.slice(2).map(Number);
    const lead = match[1] ?? '';
    const order = { at: fromLondon(year, month, day, hour, minute), pence: pounds * 100 + pence };
    leads.set(lead, [...(leads.get(lead) ?? []), order]);
  }
  // Stable: orders of one minute stay as they stand in the file.
  for (const orders of leads.values()) orders.sort((left, right) => left.at - right.at);
  return leads;
}
