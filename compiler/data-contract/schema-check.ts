import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { closest, quotedList } from '../../grammar/did-you-mean.js';
import type { FieldPlan, SchemaPlan } from '../plan/ir.js';
import { sendableSchema } from './field-schema.js';
import { pointerPart } from './json-pointer.js';

/** What is wrong with one place of an item, or worth knowing. Never holds what a person's data says. */
export interface Remark {
  /** JSON pointer into the item: `/properties/total`. */
  readonly path: string;
  readonly message: string;
}

/** What the schema does not know, or knows otherwise; asked by the ingest, which stores it all the same. */
export interface SchemaCheck {
  identify(attributes: Readonly<Record<string, unknown>>): readonly Remark[];
  /** Attributes of an account. */
  group(attributes: Readonly<Record<string, unknown>>): readonly Remark[];
  track(event: string, properties: Readonly<Record<string, unknown>>): readonly Remark[];
}

/** What joins people to an account, and its zone, need not be declared. */
const builtInOfAccounts: SchemaPlan['lead'] = {
  domain: { type: 'text', personal: false },
  time_zone: { type: 'text', personal: false },
};

/** Compiles each event's properties once; `track` and `identify` only run the result. */
export function createSchemaCheck(schema: SchemaPlan): SchemaCheck {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const lead = compileFields(ajv, schema.lead);
  const account = compileFields(ajv, { ...builtInOfAccounts, ...schema.account });
  const events = new Map(
    Object.entries(schema.events).map(([name, event]) => [name, compileFields(ajv, event.properties)]),
  );
  return {
    identify: (attributes) => lead(attributes, '/traits', 'an attribute'),
    group: (attributes) => account(attributes, '/traits', 'an attribute of accounts'),
    track(event, properties) {
      const check = events.get(event);
      if (check !== undefined) return check(properties, '/properties', `a property of ${event}`);
      return [{ path: '/event', message: `is not an event of the schema${meant(event, events.keys())}` }];
    },
  };
}

/** The check of the schema in force, compiled anew only when that is another object. */
export function schemaCheckOf(schema: () => SchemaPlan): () => SchemaCheck {
  const compiled = new WeakMap<SchemaPlan, SchemaCheck>();
  return () => {
    const current = schema();
    const known = compiled.get(current);
    if (known !== undefined) return known;
    const check = createSchemaCheck(current);
    compiled.set(current, check);
    return check;
  };
}

type FieldsCheck = (values: Readonly<Record<string, unknown>>, path: string, what: string) => readonly Remark[];

/** Remarks of one item: a client that sends a whole foreign vocabulary is told once, not a thousand times. */
const mostRemarks = 20;

function compileFields(ajv: Ajv, fields: Readonly<Record<string, FieldPlan>>): FieldsCheck {
  const names = Object.keys(fields);
  const declared = new Set(names);
  const validate = ajv.compile({
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, sendableSchema(field)])),
  });
  return (values, path, what) => {
    const unknown = Object.keys(values).filter((name) => !declared.has(name));
    const remarks = unknown.slice(0, mostRemarks).map((name) => ({
      path: `${path}/${pointerPart(name)}`,
      message: `is not ${what} in the schema${meant(name, names)}`,
    }));
    return [...remarks, ...wrongValues(validate, values, path)].slice(0, mostRemarks);
  };
}

function wrongValues(
  validate: ValidateFunction,
  values: Readonly<Record<string, unknown>>,
  path: string,
): readonly Remark[] {
  if (validate(values)) return [];
  return (validate.errors ?? []).map((error) => ({ path: `${path}${error.instancePath}`, message: wordsOf(error) }));
}

function wordsOf(error: ErrorObject): string {
  switch (error.keyword) {
    case 'type':
      return `must be a ${[error.params['type']].flat().join().replace(',null', '').replace('string', 'text')}`;
    case 'enum': {
      const allowed: unknown = error.params['allowedValues'];
      const values = Array.isArray(allowed) ? allowed.filter((value) => typeof value === 'string') : [];
      return `must be ${quotedList(values)}`;
    }
    case 'format':
      return error.params['format'] === 'date'
        ? 'must be a date like 2026-03-01'
        : 'must be a timestamp like 2026-03-01T09:30:00Z';
    default:
      return 'is not as the schema has it';
  }
}

function meant(name: string, candidates: Iterable<string>): string {
  const near = closest(name, candidates);
  return near.length === 0 ? '' : `; did you mean ${quotedList(near)}?`;
}
