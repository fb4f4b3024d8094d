import { isDeepStrictEqual } from 'node:util';
import type { FieldPlan, SchemaPlan } from '../../../compiler/plan/ir.js';
import { readValue } from '../../engine/condition.js';
import type { Affairs, InboxEvent } from '../affairs.js';

/**
 * Takes over the attributes that an event names; null clears one.
 *
 * What no schema declares or has the wrong type is not usable, but never lost: it is kept aside
 * by name, with a decision in the timeline.
 *
 * @returns the names of the attributes that changed
 */
export function mergeAttributes(affairs: Affairs, event: InboxEvent): readonly string[] {
  const { lead, release, now, changes } = affairs;
  const attributes: Record<string, unknown> = { ...lead.attributes };
  const undeclared: Record<string, unknown> = { ...lead.undeclared };
  const changed: string[] = [];
  for (const [name, value] of Object.entries(event.properties)) {
    const problem = value === null ? undefined : problemOf(release.workspace.schema, name, value);
    if (problem !== undefined) {
      if (!(name in undeclared)) changes.decisions.push(notUsable(name, problem, now));
      undeclared[name] = value;
      continue;
    }
    delete undeclared[name];
    if (isDeepStrictEqual(attributes[name] ?? null, value)) continue;
    if (value === null) delete attributes[name];
    else attributes[name] = value;
    changed.push(name);
  }
  if (changed.length > 0 || !isDeepStrictEqual(undeclared, lead.undeclared)) {
    affairs.lead = { ...lead, attributes, undeclared };
  }
  return changed;
}

interface Problem {
  readonly detail: 'undeclared' | 'wrong_type';
  readonly text: string;
}

/** The address and the zone of a lead have these types without being declared. */
const builtIn: Readonly<Record<string, FieldPlan>> = {
  email: { type: 'text', personal: true },
  time_zone: { type: 'text', personal: false },
};

function problemOf({ lead }: SchemaPlan, name: string, value: unknown): Problem | undefined {
  const field = Object.hasOwn(lead, name) ? lead[name] : builtIn[name];
  if (field === undefined) {
    return { detail: 'undeclared', text: `The attribute "${name}" is not declared in the schema; kept aside.` };
  }
  const read = readValue(value, field.type);
  if (read === undefined) {
    return { detail: 'wrong_type', text: `The attribute "${name}" is not a ${field.type}; kept aside.` };
  }
  if (field.values !== undefined && !field.values.some((known) => known === read)) {
    return { detail: 'wrong_type', text: `The attribute "${name}" is none of its declared values; kept aside.` };
  }
  return undefined;
}

function notUsable(name: string, { detail, text }: Problem, at: number): Affairs['changes']['decisions'][number] {
  return { enrolmentId: null, campaign: null, step: null, code: 'attribute', detail: `${detail}:${name}`, text, at };
}
