import type { FieldPlan } from '../plan/ir.js';

/** The values with the schema's defaults where they lack; what is not in the schema stays out. */
export function withDefaults(
  fields: Readonly<Record<string, FieldPlan>>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const complete: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = (Object.hasOwn(values, name) ? values[name] : undefined) ?? field.default;
    if (value !== undefined) complete[name] = value;
  }
  return complete;
}
