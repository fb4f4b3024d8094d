import type { Plan, Scalar, WorkspacePlan } from '../../compiler/plan/ir.js';
import { advance } from '../engine/advance.js';
import { begin } from '../engine/begin.js';
import { holdoutOf } from '../engine/choice/holdout.js';
import type { EntryFacts } from '../engine/enter.js';
import type { Arrival } from '../engine/entries/watch.js';
import type { Facts, PastEvent, PastSend, Progress, Reason } from '../engine/types.js';
import { doneAt } from './simulated-actions.js';
import { heard } from './simulated-consent.js';
import { createSimulatedOwnEvents } from './simulated-own-events.js';
import { createSimulatedDoors } from './simulated-doors.js';
import type { SimulatedWorld } from './simulated-further.js';
import { createSimulatedFurther } from './simulated-further.js';
import { createSimulatedScore } from './simulated-score.js';
import { simulatedSends } from './simulated-sends.js';
import { createSimulatedSplits } from './simulated-splits.js';
import { createSimulatedTasks } from './simulated-tasks.js';

/** One lead, one campaign, and what happens to the lead. */
export interface Simulation extends SimulatedWorld {
  readonly plan: Plan;
  readonly workspace: WorkspacePlan;
  readonly attributes: Readonly<Record<string, Scalar>>;
  /** What the lead has before the first event; a `fit` that is given stays. */
  readonly score?: { readonly fit?: number; readonly pain?: number };
  /** In order of time. */
  readonly events: readonly PastEvent[];
  /** Epoch ms; a lead that still rests then is left standing. */
  readonly until: number;
}

export interface Simulated {
  readonly why: readonly Reason[];
  /** The step the lead stands on at the end, if it is still inside. */
  readonly standsOn?: string;
  readonly entered: boolean;
  /** Answers to tasks that nobody had been given by then. */
  readonly unasked: readonly PastEvent[];
}

/**
 * Walks one lead through one campaign in virtual time, with the engine that production runs.
 *
 * Every message that is claimed counts as sent at once; nothing else is assumed.
 */
export function simulateLead({ plan, workspace, attributes, score, events, until, ...world }: Simulation): Simulated {
  const why: Reason[] = [];
  const past: PastEvent[] = [];
  const points = createSimulatedScore(workspace, score?.fit);
  const further = createSimulatedFurther(world);
  const known = () => further.now(inside === undefined ? undefined : plan.campaign, lead.attributes);
  let lead: Facts['lead'] = {
    id: 'simulated',
    attributes,
    score: { fit: score?.fit ?? 0, pain: score?.pain ?? 0 },
    consent: {},
    suppressed: false,
  };
  let sends: readonly PastSend[] = [];
  let inside: { progress: Progress; enrolment: Facts['enrolment']; due: number | undefined } | undefined;
  const splits = createSimulatedSplits(plan, workspace);
  const tasks = createSimulatedTasks();
  const own = createSimulatedOwnEvents(workspace);
  const doors = createSimulatedDoors(plan, workspace, events.at(-1)?.at ?? until);
  let noted = lead;
  let notedSends = 0;
  let notedAccount = known().account?.attributes ?? {};
  const keys = new Set<string>();
  let lastEnteredAt: number | undefined;

  const look = (now: number): void => {
    while (inside !== undefined) {
      const facts: Facts = { lead, enrolment: inside.enrolment, events: past, sends, workspace, splits: splits.at(now), ...known() };
      const moved = advance(plan, inside.progress, facts, now);
      why.push(...moved.why);
      for (const effect of moved.effects) {
        if (effect.kind === 'set' && effect.of === 'account') further.setAccount(effect.attribute, effect.value);
        else if (effect.kind === 'set') {
          lead = { ...lead, attributes: { ...lead.attributes, [effect.attribute]: effect.value } };
        }
        if (effect.kind === 'claim') {
          const { send, reasons } = simulatedSends(plan.campaign, effect, moved.progress, now);
          sends = [...sends, send];
          why.push(...reasons);
        }
        const late = tasks.note(effect, plan.campaign, now);
        if (late !== undefined) past.push(late);
        if (effect.kind === 'split-began') splits.begin(effect.step, effect.at);
      }
      if (moved.rest.kind === 'end') inside = undefined;
      else if (moved.rest.kind === 'deliver') inside = { ...inside, progress: moved.progress };
      else if (moved.rest.kind === 'act') inside = { ...inside, progress: doneAt(moved.progress, now) };
      else {
        inside = { ...inside, progress: moved.progress, due: moved.rest.until };
        return;
      }
    }
  };

  const happen = (happened: PastEvent): void => {
    const event = tasks.told(happened);
    past.push(event);
    if (event.name === 'identify') lead = { ...lead, attributes: { ...lead.attributes, ...event.properties } };
    further.hear(event, plan.campaign);
    const before = lead;
    lead = points.hear(lead, event, known());
    const reopened = own.scored(event, before, lead, past);
    lead = heard(lead, event, workspace);
    look(event.at);
    if (event.name !== 'identify' && event.name !== 'group') arrive(doors.hear(event, entryFacts()));
    notice(event.at, event.name);
    if (reopened !== undefined) happen(reopened);
  };

  const entryFacts = (): EntryFacts => ({
    lead,
    events: past,
    sends,
    inside: inside !== undefined,
    ...(lastEnteredAt === undefined ? {} : { lastEnteredAt }),
    keys,
    ...known(),
  });

  const arrive = (arrival: Arrival | undefined): void => {
    if (arrival === undefined || inside !== undefined || keys.has(arrival.key)) return;
    const { key, at, by } = arrival;
    // Behind everything that has come so far.
    const entry = arrival.event ?? { seq: (past.at(-1)?.seq ?? 0) + 0.5, name: `way_in:${by}`, at, properties: {} };
    keys.add(key);
    lastEnteredAt = at;
    const id = `simulated-${keys.size}`;
    inside = {
      progress: begin(plan, at, holdoutOf(plan, workspace, lead.id)),
      enrolment: { id, enteredAt: at, entry },
      due: undefined,
    };
    look(at);
  };

  /** Asks the ways in that watch for what has changed since the last time. */
  const notice = (at: number, event?: string): void => {
    const before = noted;
    noted = lead;
    const names = new Set([...Object.keys(before.attributes), ...Object.keys(lead.attributes)]);
    const changed = [...names].filter((name) => before.attributes[name] !== lead.attributes[name]);
    const score = before.score.fit !== lead.score.fit || before.score.pain !== lead.score.pain;
    const account = accountChanges(notedAccount, known().account?.attributes ?? {});
    notedAccount = known().account?.attributes ?? {};
    const sent = sends.length > notedSends;
    notedSends = sends.length;
    if (event === undefined && changed.length === 0 && account.size === 0 && !sent && !score) return;
    const attributeValues = new Map(changed.map((name) => [name, before.attributes[name]]));
    arrive(doors.ask({ at, ...(event === undefined ? {} : { event }), attributes: attributeValues, account, sent, score }, entryFacts));
    const staged = own.staged(at, before, noted, past.at(-1)?.seq ?? 0);
    if (staged !== undefined) happen(staged);
  };

  if (events[0] !== undefined) doors.launch(entryFacts(), events[0].at);
  let next = 0;
  let time = 0;
  for (;;) {
    const event = events[next];
    const fades = points.nextFade(time) ?? Number.POSITIVE_INFINITY;
    const entering = doors.dueAt();
    const due = Math.min(entering ?? Number.POSITIVE_INFINITY, inside?.due ?? Number.POSITIVE_INFINITY, inside === undefined && event === undefined ? Number.POSITIVE_INFINITY : fades);
    const at = Math.min(event?.at ?? Number.POSITIVE_INFINITY, due);
    if (at > until || at === Number.POSITIVE_INFINITY) break;
    time = at;
    lead = points.fadeTo(lead, at);
    if (event !== undefined && event.at <= due) {
      happen(event);
      next += 1;
    } else {
      look(due);
      if (entering !== undefined && entering <= due) arrive(doors.takeDue(entryFacts()));
      notice(due);
    }
  }
  const step = inside?.progress.step;
  return { why, entered: keys.size > 0, unasked: tasks.unasked, ...(step === undefined || step === null ? {} : { standsOn: step }) };
}

/** By name, what attributes of the account were before they changed. */
function accountChanges(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, unknown> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return new Map([...names].filter((name) => before[name] !== after[name]).map((name) => [name, before[name]]));
}
