import type { Plan, SendStep } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import { msInWords } from '../../../grammar/duration.js';
import { placeInWindow } from '../stable-hash.js';
import { dayMs, minuteMs, printLocal, toLocal, weekdayOf } from '../time/civil-time.js';
import { calendarsOf } from '../time/holidays.js';
import type { Closed, OpenTimes } from '../time/opening.js';
import { closedAt, nextOpening, openForMs } from '../time/opening.js';
import { zoneOf } from '../time/zone.js';
import type { Facts, Verdict } from '../types.js';
import type { Broken, Cap, Counted } from './caps.js';
import { brokenCap, countedSends, within } from './caps.js';
import { givesWay } from './priority.js';
import { sameContent } from './same-content.js';
import { weekIsFull } from './wishes.js';

/** One message of marketing that wants to leave. */
export interface Asking {
  readonly plan: Plan;
  readonly step: SendStep;
  readonly facts: Facts;
  /** Of the send. */
  readonly key: string;
  /** Epoch ms. */
  readonly now: number;
  /** Epoch ms: when the step was due. */
  readonly planned: number;
}

/**
 * Whether this is the moment for marketing: by the clock on the lead's wall, by what was said to
 * the lead before, by what the lead asked for, by the caps over all campaigns, and by who comes first. The texts hold what was seen.
 */
export function moment(asking: Asking): Verdict | undefined {
  if (asking.step.email.class === 'transactional') return undefined;
  return closed(asking) ?? repeated(asking) ?? unwished(asking) ?? full(asking);
}

/** Leads held over a closing spread over this much of the next opening, so that no flood leaves at 9:00. */
const openingSpreadMs = 30 * minuteMs;

function closed({ plan, step, facts, now }: Asking): Verdict | undefined {
  const times = openTimesOf(step, facts);
  const { zone } = zoneOf(facts);
  const local = toLocal(zone, now);
  const by = closedAt(times, local);
  if (by === undefined) return undefined;
  const until = spreadOpening(times, zone, now, [facts.lead.id, plan.campaign, step.id]);
  // Only another release can open it; who waits for that looks once a day.
  if (until === undefined) return { kind: 'hold', until: now + dayMs, ...closedBy(by, step, facts, local, ' It never opens.') };
  return { kind: 'hold', until, ...closedBy(by, step, facts, local, '') };
}

function openTimesOf({ email }: SendStep, facts: Facts): OpenTimes {
  const { hours, quietHours } = facts.workspace;
  const own = email.hours === undefined ? undefined : hours[email.hours];
  return {
    // A message that goes at any hour goes on holidays, too.
    ...(own === undefined ? { holidays: [] } : { hours: own, holidays: calendarsOf(facts) }),
    ...(quietHours === undefined ? {} : { quiet: quietHours }),
  };
}

function closedBy(
  by: Closed,
  { email }: SendStep,
  { workspace }: Facts,
  local: number,
  more: string,
): { readonly detail: string; readonly text: string } {
  const moment = `${weekdayNames[weekdayOf(local) - 1] ?? ''} ${printLocal('UTC', local)}`;
  switch (by.kind) {
    case 'hours':
      return { detail: 'hours', text: `Outside the hours "${email.hours ?? ''}": it is ${moment}.${more}` };
    case 'holiday':
      return { detail: 'holiday', text: `A holiday of "${by.calendar}": it is ${moment}.${more}` };
    case 'quiet': {
      const { from, until } = workspace.quietHours ?? { from: 0, until: 0 };
      return { detail: 'quiet_hours', text: `Within the quiet hours ${timeOf(from)}-${timeOf(until)}: it is ${moment}.${more}` };
    }
    default:
      return unreachable(by);
  }
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Minutes after midnight as `09:30`. */
function timeOf(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** A lead's own place in the next opening; undefined where it never opens. */
function spreadOpening(times: OpenTimes, zone: string, now: number, seed: readonly string[]): number | undefined {
  const opening = nextOpening(times, zone, now);
  if (opening === undefined) return undefined;
  const open = openForMs(times, toLocal(zone, opening), 2 * openingSpreadMs);
  const placed = opening + placeInWindow(open / 2, ...seed);
  // A clock that is put forward in the first minutes may have closed it again.
  return closedAt(times, toLocal(zone, placed)) === undefined ? placed : opening;
}

function repeated({ step, facts, key, now }: Asking): Verdict | undefined {
  const own = facts.sends.find((send) => send.key === key);
  const until = own?.sameUntil ?? 0;
  if (until > now) return { kind: 'hold', until, detail: 'same_content', text: 'The same words went to this address under another name.' };
  const rendered = own?.rendered;
  const same = sameContent(step.email, facts.sends, { key, rendered }, now);
  if (same === undefined) return undefined;
  const { campaign, step: other, at } = same.send;
  const when = printLocal(zoneOf(facts).zone, at);
  return { kind: 'hold', until: same.until, detail: 'same_content', text: `The same words went to this address at ${when} (${campaign}/${other}).` };
}

/** What the lead asked for is a cap of its own: a message waits for it no longer than for any other. */
function unwished({ facts, key, now, planned }: Asking): Verdict | undefined {
  const { wishes } = facts.lead;
  if (wishes === undefined) return undefined;
  const { zone } = zoneOf(facts);
  const { pausedUntil } = wishes;
  if (pausedUntil !== undefined && now < pausedUntil) {
    const text = `The lead asked for a pause until ${printLocal(zone, pausedUntil)}.`;
    return patience(facts, planned, { until: pausedUntil, detail: 'paused', text });
  }
  const full = wishes.weekly === true ? weekIsFull(wishes, countedSends(facts.sends, key, now), now) : undefined;
  if (full === undefined) return undefined;
  const text = `The lead asked for at most one message a week: the last is of ${printLocal(zone, full.since)}.`;
  return patience(facts, planned, { until: full.until, detail: 'how_often', text });
}

function full({ plan, facts, key, now, planned }: Asking): Verdict | undefined {
  const { workspace, sends } = facts;
  const { caps } = workspace;
  if (caps.length === 0) return undefined;
  const counted = countedSends(sends, key, now);
  const broken = brokenCap(caps, counted, now);
  if (broken !== undefined) {
    const saw = `${capInWords(broken)} is reached: ${filledInWords(broken, zoneOf(facts).zone)}.`;
    return patience(facts, planned, { until: broken.roomAt, detail: 'over_cap', text: `The cap of ${saw}` });
  }
  const way = givesWay(plan, workspace, facts.rivals ?? [], counted, now);
  if (way !== undefined) {
    const { campaign, step, dueAt } = way.rival;
    const due = dueAt <= now ? 'due now' : `due ${printLocal(zoneOf(facts).zone, dueAt)}`;
    const text = `Gives way to ${campaign}/${step}, ${due}: the cap of ${capInWords(way.cap)} has no room for both.`;
    return patience(facts, planned, { until: way.until, detail: 'priority', text });
  }
  return roomLeft(caps, counted, now);
}

/** A message waits for room no longer than the workspace allows, counted from its own moment. */
function patience(
  { workspace }: Facts,
  planned: number,
  { until, detail, text }: { readonly until: number; readonly detail: string; readonly text: string },
): Verdict {
  if (until - planned <= workspace.overCapDeferMs) return { kind: 'hold', until, detail, text };
  return { kind: 'skip', detail, text: `${text} There is no room in time.` };
}

function roomLeft(caps: readonly Cap[], counted: readonly Counted[], now: number): Verdict | undefined {
  if (counted.length === 0) return undefined;
  const used = caps.map((cap) => `${within(cap, counted, now).length} of ${cap.count} in ${msInWords(cap.windowMs)}`);
  return { kind: 'send', text: `Every check passed (marketing emails: ${used.join(', ')}); handed to the channel.` };
}

function capInWords({ count, windowMs }: Cap): string {
  return `${count} marketing emails in ${msInWords(windowMs)}`;
}

/** `sent 2026-03-02 09:00 and 11:30, 1 on its way`. */
function filledInWords({ filledBy }: Broken, zone: string): string {
  const sent = filledBy.filter(({ settled }) => settled).map(({ at }) => printLocal(zone, at));
  const open = filledBy.length - sent.length;
  const shown = sent.slice(-mostShown);
  const more = sent.length > shown.length ? [`${sent.length - shown.length} more`] : [];
  const said = shown.length === 0 ? [] : [`sent ${[...more, ...withoutSameDay(shown)].join(', ')}`];
  return [...said, ...(open === 0 ? [] : [`${open} on the way`])].join(', ');
}

const mostShown = 5;

/** The day is said once: `2026-03-02 09:00`, `11:30`. */
function withoutSameDay(moments: readonly string[]): readonly string[] {
  return moments.map((moment, index) => {
    const day = moment.slice(0, 10);
    return moments[index - 1]?.startsWith(day) === true ? moment.slice(11) : moment;
  });
}
