import type { FunctionManifest } from '../../compiler/extensions/manifest.js';
import type { ValueType } from '../../compiler/plan/ir.js';
import { demandName, demandNames } from './named.js';

/** A `date` is `YYYY-MM-DD`, a `timestamp` epoch ms. */
interface TypeOfValue {
  readonly text: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly date: string;
  readonly timestamp: number;
}

export interface FunctionSpec<Parameters extends Readonly<Record<string, ValueType>>, Result extends ValueType> {
  /** As expressions write it: `email_domain(lead.email)`. */
  readonly name: string;
  readonly version: number;
  readonly summary: string;
  /** In the order in which they are written. */
  readonly parameters: Parameters;
  readonly result: Result;
  /**
   * Pure: the same answer for the same values, for years. Asked only when all values are known;
   * null where there is no answer.
   */
  evaluate(values: { readonly [Name in keyof Parameters]: TypeOfValue[Parameters[Name]] }): TypeOfValue[Result] | null;
}

export interface ExpressionFunction {
  readonly kind: 'function';
  readonly manifest: FunctionManifest;
  /** In the order of the parameters. */
  evaluate(values: readonly (string | number | boolean)[]): string | number | boolean | null;
}

/**
 * A function for conditions and times.
 *
 * @throws PluginError for a name that cannot be taken
 */
export function defineFunction<const Parameters extends Readonly<Record<string, ValueType>>, Result extends ValueType>(
  spec: FunctionSpec<Parameters, Result>,
): ExpressionFunction {
  const { name, version, summary, result } = spec;
  demandNames('function', name, version);
  const parameters = Object.entries(spec.parameters).map(([parameter, type]) => {
    demandName('function', parameter);
    return { name: parameter, type };
  });
  return Object.freeze({
    kind: 'function',
    manifest: { name, version, summary, parameters, result },
    evaluate: (values: readonly (string | number | boolean)[]) => {
      const named = Object.fromEntries(parameters.map((parameter, index) => [parameter.name, values[index]]));
      const answer: unknown = Reflect.apply(spec.evaluate, spec, [named]);
      return isScalar(answer) ? answer : null;
    },
  } as const);
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && !Number.isNaN(value);
}
