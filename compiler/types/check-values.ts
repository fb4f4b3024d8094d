import type { FieldAst } from '../../grammar/ast/schema.js';
import type { TestAst } from '../../grammar/ast/test-file.js';
import type { Located } from '../../grammar/span.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import type { Declared } from '../names/declared.js';
import { knownEvent } from '../names/known-event.js';
import { nearest, renameFix } from '../names/nearest.js';
import { unreachable } from '../plan/ir.js';
import type { Type } from './type.js';
import { fieldType, inWords } from './type.js';

type Value = Located<string | number | boolean>;

/** Defaults and examples fit the type beside them. */
export function checkSchemaValues(declared: Declared, report: CompilerReport): void {
  const properties = [...declared.events.values()].flatMap((event) => [...event.properties.values()]);
  for (const field of [...declared.attributes.values(), ...properties]) {
    checkValue('default', field, field.default, report);
    checkValue('example', field, field.example, report);
  }
}

/** The data of a test: names that exist, values of their types. */
export function checkTest(test: TestAst, declared: Declared, report: CompilerReport): void {
  checkCampaign(test, declared, report);
  for (const [name, value] of test.lead) {
    const field = declared.attributes.get(name);
    if (field !== undefined) checkValue('value', field, value, report);
    else if (declared.schemaComplete) report('C2101', value.span, nearest(name, declared.attributes.keys()));
  }
  for (const { event, with: values } of test.events) {
    if (!knownEvent(event, declared, report)) continue;
    const properties = declared.events.get(event.value)?.properties ?? new Map<string, FieldAst>();
    for (const [name, value] of values) {
      const field = properties.get(name);
      if (field !== undefined) checkValue('value', field, value, report);
      else report('C2103', value.span, { ...nearest(name, properties.keys()), event: `The event "${event.value}"` });
    }
  }
}

function checkCampaign({ campaign }: TestAst, declared: Declared, report: CompilerReport): void {
  if (campaign === undefined || declared.campaigns.has(campaign.value) || declared.unread.has(campaign.value)) return;
  const near = nearest(campaign.value, declared.campaigns.keys());
  report('C2111', campaign.span, near, { fixes: renameFix(campaign.span, near.suggestion) });
}

function checkValue(what: string, field: FieldAst, value: Value | undefined, report: CompilerReport): void {
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
