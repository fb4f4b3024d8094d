import type { ErrorObject } from 'ajv';
import type { ExprAst } from '../../grammar/ast/expression.js';
import type { ValueTree } from '../../grammar/ast/value-tree.js';
import { quotedList } from '../../grammar/did-you-mean.js';
import type { Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import type { Span } from '../../grammar/span.js';
import { nearest, renameFix } from '../names/nearest.js';
import type { ValueType } from '../plan/ir.js';
import type { ConfigPlaces } from './config-places.js';
import { keyInWords, readConfig } from './config-places.js';
import type { ExtensionReport } from './extension-codes.js';
import { createExtensionReport } from './extension-codes.js';
import { isRecord } from './is-record.js';
import { compileSchema } from './json-schema.js';
import type { JsonSchema } from './manifest.js';
import { typeOfSchema, wantedBy, wantedInWords } from './schema-words.js';

export interface ConfigContext {
  /** For sentences: `the action "slack-post"`. */
  readonly where: string;
  /** Where a key is missed that nobody wrote a `with:` for. */
  readonly span: Span;
  /** The type of `= lead.plan`; undefined where it has none, or is wrong and reported already. */
  typeOf?(expression: ExprAst): ValueType | undefined;
}

/**
 * What an author wrote under `with:`, against the action's own schema.
 *
 * Each mistake once, at its key or value: keys the schema does not have (with the nearest one),
 * keys that are missing, values of another kind. What an expression yields is judged by its type
 * alone. A schema that does not compile says nothing here: the manifest was refused for it.
 */
export function checkConfig(
  schema: JsonSchema,
  config: ValueTree | undefined,
  context: ConfigContext,
): readonly Diagnostic[] {
  const compiled = compileSchema(schema);
  if (compiled.kind === 'invalid') return [];
  const report = createExtensionReport();
  const places = readConfig(config ?? { kind: 'mapping', entries: [], span: context.span });
  const { validate } = compiled;
  const errors = validate(places.value) ? [] : (validate.errors ?? []);
  const told = new Set<string>();
  const misspelt = meantKeys(errors, places);
  for (const error of withoutBranches(errors)) {
    if (hangsOnExpression(error, places)) continue;
    // Who wrote "txt" does not miss "text": one slip, one report.
    if (error.keyword === 'required' && misspelt.has(`${error.instancePath}/${namedKey(error) ?? ''}`)) continue;
    const key = `${error.instancePath} ${namedKey(error) ?? ''}`;
    if (told.has(key)) continue;
    told.add(key);
    reportError(error, places, context, report);
  }
  reportExpressions(schema, places, context, report);
  return report.diagnostics;
}

function reportError(
  error: ErrorObject,
  places: ConfigPlaces,
  { where, span }: ConfigContext,
  report: ExtensionReport,
): void {
  const place = places.at(error.instancePath);
  const name = namedKey(error);
  const subject = error.instancePath === '' ? where : `"${keyInWords(error.instancePath)}" of ${where}`;
  const properties = isRecord(error.parentSchema?.['properties']) ? error.parentSchema['properties'] : {};
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const known = stillFree(error, places);
      const near = nearest(name ?? '', known);
      const keySpan = place?.keys.get(name ?? '') ?? place?.span ?? span;
      const at = { key: name ?? '', where: subject, suggestion: near.suggestion, known };
      report('C9112', keySpan, at, { fixes: renameFix(keySpan, near.suggestion) });
      return;
    }
    case 'required':
    case 'dependentRequired':
    case 'dependencies': {
      const property = properties[name ?? ''];
      const wanted = isRecord(property) ? wantedInWords(property) : '';
      report('C9113', place?.span ?? span, { key: name ?? '', where: subject, wanted });
      return;
    }
    default: {
      const key = error.instancePath === '' ? 'with' : keyInWords(error.instancePath);
      report('C9114', place?.span ?? span, { key, wanted: wantedBy(error), quote: quotable(error) });
    }
  }
}

/** The keys that unknown ones were most likely meant to be, each behind the path of its mapping. */
function meantKeys(errors: readonly ErrorObject[], places: ConfigPlaces): ReadonlySet<string> {
  const meant = errors.flatMap((error) => {
    if (error.keyword !== 'additionalProperties' && error.keyword !== 'unevaluatedProperties') return [];
    const { suggestion } = nearest(namedKey(error) ?? '', stillFree(error, places));
    return suggestion === undefined ? [] : [`${error.instancePath}/${suggestion}`];
  });
  return new Set(meant);
}

/** Keys of the schema that the author did not write. */
function stillFree({ instancePath, parentSchema }: ErrorObject, places: ConfigPlaces): readonly string[] {
  const properties = isRecord(parentSchema?.['properties']) ? parentSchema['properties'] : {};
  const written = places.at(instancePath)?.keys;
  return Object.keys(properties).filter((key) => written?.has(key) !== true);
}

/** What would be a text in quotes. */
function quotable({ keyword, params, data }: ErrorObject): string | undefined {
  if (keyword !== 'type' || params['type'] !== 'string') return undefined;
  return typeof data === 'number' || typeof data === 'boolean' ? String(data) : undefined;
}

function namedKey({ params }: ErrorObject): string | undefined {
  const names = [params['additionalProperty'], params['unevaluatedProperty'], params['missingProperty']];
  return names.find((name) => typeof name === 'string');
}

/** Of a choice between forms, one mistake: that none of them fits. */
function withoutBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  return errors.filter(
    ({ schemaPath, keyword }) =>
      keyword !== 'if' && !choices.some((choice) => schemaPath.startsWith(`${choice.schemaPath}/`)),
  );
}

function hangsOnExpression({ instancePath, keyword }: ErrorObject, { expressions }: ConfigPlaces): boolean {
  const byShape = ['required', 'additionalProperties', 'unevaluatedProperties', 'type', 'maxItems', 'minItems'];
  return [...expressions.keys()].some(
    (path) =>
      path === instancePath || (path.startsWith(`${instancePath}/`) && !byShape.includes(keyword)),
  );
}

function reportExpressions(
  schema: JsonSchema,
  { expressions }: ConfigPlaces,
  { typeOf }: ConfigContext,
  report: ExtensionReport,
): void {
  if (typeOf === undefined) return;
  for (const [path, { expression, span }] of expressions) {
    const found = typeOf(expression);
    const wanted = typeOfSchema(schema, path);
    if (found === undefined || wanted === undefined) continue;
    if (wanted.types.includes(jsonTypes[found])) continue;
    const words = quotedList([found]).replaceAll('"', '');
    report('C9114', span, { key: keyInWords(path), wanted: `${wanted.words}, and this is of type ${words}` });
  }
}

const jsonTypes = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'string',
  timestamp: 'string',
} as const satisfies Record<ValueType, string>;
