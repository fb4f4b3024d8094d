import type { Journey, StepFate } from './expected.js';

export interface Mismatch {
  readonly kind: 'missing-entry' | 'extra-entry' | 'missing-step' | 'extra-step' | 'step' | 'order' | 'ending';
  readonly lead: string;
  readonly campaign: string;
  /** One sentence with the times in UTC, to the millisecond. */
  readonly text: string;
}

/**
 * Every difference between what should have happened and what did, lead by lead and step by step;
 * empty when they agree to the millisecond.
 *
 * Enrolments are paired by lead, campaign and entry. `detail` is compared where both sides give one.
 */
export function compareJourneys(expected: readonly Journey[], actual: readonly Journey[]): readonly Mismatch[] {
  const unmatched = byEntry(actual);
  const mismatches: Mismatch[] = [];
  for (const [entry, journeys] of byEntry(expected)) {
    const found = unmatched.get(entry) ?? [];
    unmatched.delete(entry);
    journeys.forEach((journey, index) => {
      const other = found[index];
      mismatches.push(...(other === undefined ? [missingEntry(journey)] : compareOne(journey, other)));
    });
    mismatches.push(...found.slice(journeys.length).map(extraEntry));
  }
  for (const journeys of unmatched.values()) mismatches.push(...journeys.map(extraEntry));
  return mismatches;
}

function compareOne(expected: Journey, actual: Journey): readonly Mismatch[] {
  const mismatches: Mismatch[] = [];
  const say = (kind: Mismatch['kind'], text: string) => mismatches.push(mismatch(kind, expected, text));
  const found = new Map(actual.steps.map((step) => [step.step, step]));
  for (const step of expected.steps) {
    const other = found.get(step.step);
    found.delete(step.step);
    if (other === undefined) say('missing-step', `${inWords(step)} was expected, but its turn never came`);
    else if (!sameFate(step, other)) say('step', `${inWords(step)} was expected, but ${inWords(other)}`);
  }
  for (const step of found.values()) say('extra-step', `${inWords(step)}, which was not expected`);
  if (mismatches.length === 0 && expected.steps.length !== actual.steps.length) {
    say('extra-step', `a step has two fates: ${actual.steps.map(inWords).join(', ')}`);
  }
  if (mismatches.length === 0 && names(expected) !== names(actual)) {
    say('order', `the order ${names(expected)} was expected, but it was ${names(actual)}`);
  }
  if (endingInWords(expected) !== endingInWords(actual)) {
    say('ending', `${endingInWords(expected)} was expected, but found: ${endingInWords(actual)}`);
  }
  return mismatches;
}

function sameFate(expected: StepFate, actual: StepFate): boolean {
  if (expected.fate !== actual.fate || expected.at !== actual.at) return false;
  return expected.detail === undefined || actual.detail === undefined || expected.detail === actual.detail;
}

function byEntry(journeys: readonly Journey[]): Map<string, Journey[]> {
  const entries = new Map<string, Journey[]>();
  for (const journey of journeys) {
    const entry = `${journey.lead} ${journey.campaign} ${journey.enteredAt}`;
    entries.set(entry, [...(entries.get(entry) ?? []), journey]);
  }
  // Two orders of one minute start two enrolments at one instant: the one that ended first came first.
  const end = ({ ending }: Journey) => ending?.at ?? Number.MAX_SAFE_INTEGER;
  for (const twins of entries.values()) twins.sort((left, right) => end(left) - end(right));
  return entries;
}

function missingEntry(journey: Journey): Mismatch {
  return mismatch('missing-entry', journey, 'this enrolment was expected, but there is none');
}

function extraEntry(journey: Journey): Mismatch {
  return mismatch('extra-entry', journey, 'this enrolment was not expected');
}

function mismatch(kind: Mismatch['kind'], { lead, campaign, enteredAt }: Journey, text: string): Mismatch {
  return { kind, lead, campaign, text: `Lead ${lead} in ${campaign} since ${instant(enteredAt)}: ${text}.` };
}

function inWords({ step, fate, at, detail }: StepFate): string {
  return `"${step}" ${fate} at ${instant(at)}${detail === undefined ? '' : ` (${detail})`}`;
}

function endingInWords({ ending }: Journey): string {
  return ending === undefined ? 'no ending' : `ending "${ending.how}" at ${instant(ending.at)}`;
}

function names({ steps }: Journey): string {
  return steps.map(({ step }) => step).join(', ');
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
