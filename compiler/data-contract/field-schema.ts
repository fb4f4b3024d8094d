import { unreachable } from '../plan/ir.js';
import type { FieldPlan } from '../plan/ir.js';

/** A field as JSON Schema. Null means "not set" everywhere, as it does for Segment's clients. */
export function sendableSchema(field: FieldPlan): object {
  switch (field.type) {
    case 'text':
      return field.values === undefined
        ? { type: ['string', 'null'] }
        : { type: ['string', 'null'], enum: [...field.values, null] };
    case 'number':
      return { type: ['number', 'null'] };
    case 'boolean':
      return { type: ['boolean', 'null'] };
    case 'date':
      return { type: ['string', 'null'], format: 'date' };
    case 'timestamp':
      return { type: ['string', 'null'], format: 'date-time' };
    default:
      return unreachable(field.type);
  }
}
