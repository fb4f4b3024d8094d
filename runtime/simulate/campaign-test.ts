import type { ExpectationAst, TestAst } from '../../grammar/ast/test-file.js';
import type { Span } from '../../grammar/span.js';
import type { Release, Scalar } from '../../compiler/plan/ir.js';
import { addDuration, fromLocal, isZone, printLocal } from '../engine/time/civil-time.js';
import type { FurtherFacts } from '../engine/further-facts.js';
import type { PastEvent, Reason } from '../engine/types.js';
import { givenIn } from './given.js';
import { simulateLead } from './simulate-lead.js';

export interface TestFailure {
  readonly span: Span;
  readonly text: string;
}

/** How one test of a repository went; without failures it passed. */
export interface TestResult {
  readonly name: string;
  readonly campaign: string;
  readonly failures: readonly TestFailure[];
  /** What happened, a line each, for a failing test. */
  readonly happened: readonly string[];
}

const yearsAfter = 5 * 365 * 86_400_000;

/** Runs one `tests/*.test.yaml` case through the engine in virtual time. Pure and quick. */
export function runCampaignTest(test: TestAst, release: Release, functions?: FurtherFacts['functions']): TestResult {
  const campaign = test.campaign?.value ?? '';
  const found = release.campaigns.find(({ plan }) => plan.campaign === campaign);
  if (found === undefined) {
    const text = `There is no campaign "${campaign}".`;
    return { name: test.name.value, campaign, failures: [{ span: test.span, text }], happened: [] };
  }
  const attributes = Object.fromEntries([...test.lead].map(([name, { value }]) => [name, value]));
  const zone = zoneFor([attributes['time_zone'], test.account.get('time_zone')?.value], release);
  const read = readEvents(test, zone);
  if (read.failures.length > 0) {
    return { name: test.name.value, campaign, failures: read.failures, happened: [] };
  }
  const last = read.events.at(-1)?.at ?? 0;
  const { why, unasked } = simulateLead({
    ...givenIn(test, found.plan, release.workspace),
    ...(test.account.size === 0 ? {} : { account: Object.fromEntries([...test.account].map(([name, { value }]) => [name, value])) }),
    ...(release.lists === undefined ? {} : { lists: release.lists }),
    functions,
    attributes,
    events: read.events,
    until: last + yearsAfter,
  });
  const outcomes = why.flatMap((reason) => outcomeOf(reason));
  return {
    name: test.name.value,
    campaign,
    failures: [...compare(test, outcomes, zone), ...unasked.map((event) => notAsked(test, event))],
    happened: outcomes.map((outcome) => inWords(outcome, zone)),
  };
}

interface Outcome {
  readonly what: string;
  readonly value: string;
  readonly at: number;
  readonly text: string;
}

/** The lead's, the account's, the workspace's: the first that is there. */
function zoneFor(named: readonly (Scalar | undefined)[], { workspace }: Release): string {
  return named.find((name): name is string => typeof name === 'string' && isZone(name)) ?? workspace.zone;
}

function readEvents(
  test: TestAst,
  zone: string,
): { events: readonly PastEvent[]; failures: readonly TestFailure[] } {
  const events: PastEvent[] = [];
  const failures: TestFailure[] = [];
  for (const [index, event] of test.events.entries()) {
    const before = events.at(-1)?.at;
    const at =
      event.at !== undefined
        ? readMoment(event.at.value, zone)
        : event.after !== undefined && before !== undefined
          ? addDuration(zone, before, event.after.value)
          : undefined;
    if (at === undefined || (before !== undefined && at < before)) {
      const text =
        at === undefined
          ? 'This event has no moment: write `at: 2026-03-27 10:00`, or `after: 20h` behind another event.'
          : 'This event lies before the one above it.';
      failures.push({ span: event.span, text });
      continue;
    }
    const said = Object.fromEntries([...event.with].map(([name, { value }]) => [name, value]));
    const properties = event.task === undefined ? said : answerTo(test, event.task.value, event.outcome?.value);
    events.push({ seq: index + 1, name: event.event.value, at, properties });
  }
  return { events, failures };
}

/** What a person answered, as the product tells it. */
function answerTo({ campaign }: TestAst, task: string, outcome = 'done'): PastEvent['properties'] {
  return { campaign: campaign?.value ?? '', task, outcome };
}

function notAsked(test: TestAst, { seq, properties }: PastEvent): TestFailure {
  const task = String(properties['task']);
  return { span: test.events[seq - 1]?.span ?? test.name.span, text: `Nobody had been given the task "${task}" by then.` };
}

/** `2026-03-27 10:00` on the wall of the zone; epoch ms. */
function readMoment(text: string, zone: string): number | undefined {
  const written = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:\d{2})?$/.exec(text.trim());
  if (written === null) return undefined;
  const local = Date.parse(`${written[1]}T${written[2]}${written[3] ?? ':00'}Z`);
  return Number.isNaN(local) ? undefined : fromLocal(zone, local);
}

function outcomeOf(reason: Reason): readonly Outcome[] {
  const { at, text } = reason;
  const step = reason.step ?? '';
  switch (reason.code) {
    case 'sent':
    case 'skipped':
    case 'set':
    case 'task':
    case 'started':
    case 'held_out':
      return [{ what: reason.code, value: step, at, text }];
    case 'goal':
      return [{ what: 'left', value: 'goal', at, text }];
    case 'left':
      return [{ what: 'left', value: reason.detail === 'late' ? 'late' : 'left', at, text }];
    case 'finished':
      return [{ what: 'left', value: 'finished', at, text }];
    default:
      return [];
  }
}

function compare(test: TestAst, outcomes: readonly Outcome[], zone: string): readonly TestFailure[] {
  const failures: TestFailure[] = [];
  // `set` may go unsaid: it is told by what follows from it.
  const said = new Set(test.expect.map(({ what }) => what.value));
  const told = outcomes.filter(({ what }) => what !== 'set' || said.has('set'));
  for (const [index, expected] of test.expect.entries()) {
    const outcome = told[index];
    const failure = outcome === undefined ? missing(expected) : mismatch(expected, outcome, zone);
    if (failure !== undefined) {
      failures.push(failure);
      // What follows is shifted: one cause, one report.
      return failures;
    }
  }
  const unexpected = told[test.expect.length];
  if (unexpected !== undefined) {
    failures.push({ span: test.name.span, text: `Not expected: ${inWords(unexpected, zone)}` });
  }
  return failures;
}

function missing({ what, value, span }: ExpectationAst): TestFailure {
  return { span, text: `Expected "${what.value}: ${value.value}", but nothing more happened.` };
}

function mismatch(expected: ExpectationAst, outcome: Outcome, zone: string): TestFailure | undefined {
  const { what, value, at, span } = expected;
  if (what.value !== outcome.what || value.value !== outcome.value) {
    return { span, text: `Expected "${what.value}: ${value.value}"; what came: ${inWords(outcome, zone)}` };
  }
  if (at === undefined) return undefined;
  const wanted = readMoment(at.value, zone);
  if (wanted === undefined) return { span: at.span, text: `"${at.value}" is no moment like 2026-03-27 10:00.` };
  // A moment is written to the minute.
  if (Math.floor(wanted / 60_000) === Math.floor(outcome.at / 60_000)) return undefined;
  return {
    span: at.span,
    text: `Expected "${what.value}: ${value.value}" at ${at.value}; it came at ${printLocal(zone, outcome.at)}.`,
  };
}

function inWords({ what, value, at, text }: Outcome, zone: string): string {
  return `${printLocal(zone, at)}  ${what}: ${value}  ${text}`;
}
