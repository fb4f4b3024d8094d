import type { FieldPlan } from '../../../compiler/plan/ir.js';
import type { Affairs, InboxEvent } from '../affairs.js';
import type { Problem } from './take-over.js';
import { takeOver } from './take-over.js';

/**
 * Takes over the attributes that an event names; what cannot be used is kept aside, with a
 * decision in the timeline.
 *
 * @returns the names of the attributes that changed
 */
export function mergeAttributes(affairs: Affairs, event: InboxEvent): readonly string[] {
  const { lead, release, now, changes } = affairs;
  const fields = { ...builtIn, ...release.workspace.schema.lead };
  const { attributes, undeclared, changed, problems, differs } = takeOver(lead, event.properties, fields);
  for (const problem of problems) changes.decisions.push(notUsable(problem, now));
  if (differs) affairs.lead = { ...lead, attributes, undeclared };
  return changed;
}

/** The address and the zone of a lead have these types without being declared. */
const builtIn: Readonly<Record<string, FieldPlan>> = {
  email: { type: 'text', personal: true },
  time_zone: { type: 'text', personal: false },
};

export function notUsable({ name, detail, text }: Problem, at: number): Affairs['changes']['decisions'][number] {
  return { enrolmentId: null, campaign: null, step: null, code: 'attribute', detail: `${detail}:${name}`, text, at };
}
