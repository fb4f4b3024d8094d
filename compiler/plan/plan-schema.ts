import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { FieldAst } from '../../grammar/ast/schema.js';
import type { Declared } from '../names/declared.js';
import { entryNames, entryProperty } from '../types/entry-property.js';
import { fieldType, valueTypeOf } from '../types/type.js';
import type { FieldPlan, SchemaPlan } from './ir.js';

/**
 * All attributes and events, with the built-in ones. Fields without a type were reported and are left
 * out.
 */
export function planSchema(declared: Declared): SchemaPlan {
  const events = [...declared.events].map(
    ([name, { ast, properties }]) => [name, { product: ast.product?.value ?? false, properties: planFields(properties) }] as const,
  );
  const account = planFields(declared.accountAttributes);
  return {
    lead: planFields(declared.attributes),
    ...(declaresAccounts(declared) ? { account } : {}),
    events: Object.fromEntries(events),
  };
}

/** `entry.x` as templates may use it: a property that some ways in lack is optional. */
export function planEntryFields(campaign: CampaignAst, declared: Declared): Readonly<Record<string, FieldPlan>> {
  const fields = entryNames(declared, campaign).flatMap((name) => {
    const found = entryProperty(declared, campaign, name);
    if (found.kind !== 'typed') return [];
    const field = planField(found.field);
    if (field === undefined) return [];
    const { default: fallback, ...bare } = field;
    return [[name, found.typed.optional || fallback === undefined ? bare : field] as const];
  });
  return Object.fromEntries(fields);
}

function declaresAccounts({ accountAttributes }: Declared): boolean {
  return [...accountAttributes.values()].some(({ span }) => span.file !== '');
}

function planFields(fields: ReadonlyMap<string, FieldAst>): Readonly<Record<string, FieldPlan>> {
  const planned = [...fields].flatMap(([name, field]) => {
    const plan = planField(field);
    return plan === undefined ? [] : [[name, plan] as const];
  });
  return Object.fromEntries(planned);
}

function planField(field: FieldAst): FieldPlan | undefined {
  const { type } = fieldType(field);
  if (type.kind === 'error') return undefined;
  return {
    type: valueTypeOf(type),
    ...(type.kind === 'enum' ? { values: type.values } : {}),
    ...(field.default === undefined ? {} : { default: field.default.value }),
    personal: field.personal?.value ?? false,
  };
}
