import { isDeepStrictEqual } from 'node:util';
import type { FieldPlan } from '../../../compiler/plan/ir.js';
import { readValue } from '../../engine/conditions/condition.js';

/** Attributes of a lead or of an account, and what came of them and could not be taken. */
export interface Described {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** By name. */
  readonly undeclared: Readonly<Record<string, unknown>>;
}

export interface TakenOver extends Described {
  /** Names of the attributes that changed. */
  readonly changed: readonly string[];
  /** Of names that had none before. */
  readonly problems: readonly Problem[];
  /** Whether anything is other than it was. */
  readonly differs: boolean;
}

export interface Problem {
  readonly name: string;
  readonly detail: 'undeclared' | 'wrong_type';
  readonly text: string;
}

/**
 * Takes over the values that are given; null clears one.
 *
 * What no schema declares or has the wrong type is not usable, but never lost: it is kept aside by
 * name.
 */
export function takeOver(
  before: Described,
  given: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, FieldPlan>>,
): TakenOver {
  const attributes: Record<string, unknown> = { ...before.attributes };
  const undeclared: Record<string, unknown> = { ...before.undeclared };
  const changed: string[] = [];
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const problem = value === null ? undefined : problemOf(fields, name, value);
    if (problem !== undefined) {
      if (!(name in undeclared)) problems.push(problem);
      undeclared[name] = value;
      continue;
    }
    delete undeclared[name];
    if (isDeepStrictEqual(attributes[name] ?? null, value)) continue;
    if (value === null) delete attributes[name];
    else attributes[name] = value;
    changed.push(name);
  }
  const differs = changed.length > 0 || !isDeepStrictEqual(undeclared, before.undeclared);
  return { attributes, undeclared, changed, problems, differs };
}

function problemOf(fields: Readonly<Record<string, FieldPlan>>, name: string, value: unknown): Problem | undefined {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) {
    return { name, detail: 'undeclared', text: `The attribute "${name}" is not declared in the schema; kept aside.` };
  }
  const read = readValue(value, field.type);
  if (read === undefined) {
    return { name, detail: 'wrong_type', text: `The attribute "${name}" is not a ${field.type}; kept aside.` };
  }
  if (field.values !== undefined && !field.values.some((known) => known === read)) {
    return { name, detail: 'wrong_type', text: `The attribute "${name}" is none of its declared values; kept aside.` };
  }
  return undefined;
}
