import type { FieldAst } from '../../grammar/ast/schema.js';
import type { Span } from '../../grammar/span.js';
import type { ValueType } from '../plan/ir.js';
import { unreachable } from '../plan/ir.js';

/** `literal` where the value itself is known: a text may then be an enum's value, a date a moment. */
export type Type =
  | { readonly kind: 'text'; readonly literal?: string }
  | { readonly kind: 'number' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date'; readonly literal?: string }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'duration' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list' }
  /** Already reported: fits everywhere, so that one cause is one error. */
  | { readonly kind: 'error' };

export interface Typed {
  readonly type: Type;
  /** Whether the value can be missing. */
  readonly optional: boolean;
  /** Where the name was declared. */
  readonly declared?: Span;
}

export const errorType: Typed = { type: { kind: 'error' }, optional: false };

export function certain(type: Type): Typed {
  return { type, optional: false };
}

/** The type that a schema declares. */
export function fieldType(field: FieldAst): Typed {
  const declared = field.span.file === '' ? {} : { declared: field.span };
  return { type: typeOfField(field), optional: field.default === undefined, ...declared };
}

function typeOfField(field: FieldAst): Type {
  const kind = field.type?.value;
  if (kind === undefined) return { kind: 'error' };
  if (kind !== 'enum') return { kind };
  return { kind, values: (field.values ?? []).map(({ value }) => value) };
}

/** How values of this type are read at run time; an enum is a text. */
export function valueTypeOf(type: Type): ValueType {
  switch (type.kind) {
    case 'enum':
    case 'text':
      return 'text';
    case 'number':
    case 'boolean':
    case 'date':
    case 'timestamp':
      return type.kind;
    case 'duration':
      return 'number';
    case 'list':
    case 'error':
      throw new Error(`a ${type.kind} is no value`);
    default:
      return unreachable(type);
  }
}

/** With its article, for sentences. */
export function inWords(type: Type): string {
  switch (type.kind) {
    case 'enum':
      return type.values.length === 0 ? 'an enum' : `one of ${type.values.slice(0, 5).join(', ')}`;
    case 'boolean':
      return 'true or false';
    case 'timestamp':
      return 'a moment';
    case 'error':
      return 'something unknown';
    case 'text':
    case 'number':
    case 'date':
    case 'duration':
    case 'list':
      return `a ${type.kind}`;
    default:
      return unreachable(type);
  }
}

export function isText(type: Type): boolean {
  return type.kind === 'text' || type.kind === 'enum';
}

/** Whether a value of one type can stand where the other is wanted. Enum values are checked apart. */
export function fits(found: Type, wanted: Type): boolean {
  if (found.kind === 'error' || wanted.kind === 'error') return true;
  if (wanted.kind === 'enum') return found.kind === 'enum' || (found.kind === 'text' && found.literal !== undefined);
  if (wanted.kind === 'text') return isText(found);
  if (wanted.kind === 'timestamp' && found.kind === 'date') return found.literal !== undefined;
  return found.kind === wanted.kind;
}
