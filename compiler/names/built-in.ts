import type { EventAst, FieldAst, SchemaTypeName } from '../../grammar/ast/schema.js';
import type { Located, Span } from '../../grammar/span.js';

/** Built-in names stand in no file. */
const nowhere: Span = { file: '', start: 0, end: 0 };

/** The address and the zone of a lead: known without being declared; a schema may say more of them. */
export const builtInAttributes: readonly FieldAst[] = [
  field('email', 'text', true),
  field('time_zone', 'text', false),
];

/** Fired once when a lead's score reaches the target. */
export const builtInEvents: readonly EventAst[] = [
  {
    name: at('sdr_ready'),
    properties: ['fit', 'pain', 'total'].map((part) => field(part, 'number', false, 0)),
    span: nowhere,
  },
];

export const campaignKinds = [
  'welcome',
  'onboarding',
  'nurture',
  'engagement',
  'upsell',
  'renewal',
  'win-back',
  'cart',
  'objection',
  'relationship',
  'broadcast',
  'apology',
  'hand-off',
  'transactional',
] as const;

/** In the order a lead passes them (domain.md N-02); `any` serves all (N-11). */
export const stages = ['visitor', 'lead', 'sdr-ready', 'opportunity', 'customer', 'loyal', 'any'] as const;

function at<T>(value: T): Located<T> {
  return { value, span: nowhere };
}

function field(name: string, type: SchemaTypeName, personal: boolean, fallback?: number): FieldAst {
  return {
    name: at(name),
    type: at(type),
    personal: at(personal),
    ...(fallback === undefined ? {} : { default: at(fallback) }),
    span: nowhere,
  };
}
