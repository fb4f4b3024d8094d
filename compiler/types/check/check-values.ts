import type { FieldAst } from '../../../grammar/ast/schema.js';
import type { Located } from '../../../grammar/span.js';
import type { CompilerReport } from '../../diagnostics/compiler-codes.js';
import type { Declared } from '../../names/declared.js';
import { nearest, renameFix } from '../../names/nearest.js';
import { unreachable } from '../../plan/ir.js';
import type { Type } from '../type.js';
import { fieldType, inWords } from '../type.js';

export type Value = Located<string | number | boolean>;

/** Defaults and examples fit the type beside them. */
export function checkSchemaValues(declared: Declared, report: CompilerReport): void {
  const properties = [...declared.events.values()].flatMap((event) => [...event.properties.values()]);
  for (const field of [...declared.attributes.values(), ...declared.accountAttributes.values(), ...properties]) {
    checkValue('default', field, field.default, report);
    checkValue('example', field, field.example, report);
  }
}

/** A written value against its declaration. */
export function checkValue(what: string, field: FieldAst, value: Value | undefined, report: CompilerReport): void {
  if (value === undefined) return;
  const { type, declared } = fieldType(field);
  if (valueFits(value.value, type)) return;
  const labels = declared === undefined || what !== 'value' ? [] : [{ span: declared, text: 'declared here' }];
  if (type.kind === 'enum' && typeof value.value === 'string') {
    const { suggestion } = nearest(value.value, type.values);
    const at = { value: value.value, known: type.values, suggestion };
    report('C3105', value.span, at, { labels, fixes: renameFix(value.span, suggestion) });
    return;
  }
  const at = { what, name: field.name.value, needs: inWords(type), value: String(value.value) };
  report('C3113', value.span, at, { labels });
}

function valueFits(value: string | number | boolean, type: Type): boolean {
  switch (type.kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value);
    case 'timestamp':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) && isDay(value.slice(0, 10));
    case 'enum':
      return type.values.length === 0 || (typeof value === 'string' && type.values.includes(value));
    case 'duration':
    case 'list':
    case 'error':
      return true;
    default:
      return unreachable(type);
  }
}

/** Date.parse alone takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}
