import type { ExprAst } from '../../grammar/ast/expression.js';
import { nearest, renameFix } from '../names/nearest.js';
import type { Scope } from './scope.js';
import { typeOf } from './type-of.js';
import type { Typed } from './type.js';
import { errorType, fits, inWords } from './type.js';

/** A function of a plug-in; what it is given must fit its parameters one by one. */
export function typeOfCall(call: Extract<ExprAst, { kind: 'call' }>, scope: Scope): Typed {
  const given = call.arguments.map((argument) => ({ argument, typed: typeOf(argument, scope) }));
  const { functions } = scope.declared.extensions;
  const called = functions.get(call.name.value);
  if (called === undefined) {
    if (scope.declared.extensionsIncomplete === true) return errorType;
    const near = nearest(call.name.value, [...functions.keys(), ...builtInFunctions]);
    scope.report('C2116', call.name.span, near, { fixes: renameFix(call.name.span, near.suggestion) });
    return errorType;
  }
  const { parameters } = called;
  if (given.length !== parameters.length) {
    const needs = `${parameters.length} ${parameters.length === 1 ? 'value' : 'values'}`;
    const names = parameters.map(({ name }) => name);
    scope.report('C3117', call.span, { function: call.name.value, needs, found: String(given.length), names });
    return errorType;
  }
  for (const [index, { argument, typed }] of given.entries()) {
    const parameter = parameters[index];
    if (parameter === undefined || fits(typed.type, { kind: parameter.type })) continue;
    scope.report('C3102', argument.span, {
      operator: `${call.name.value}(…)`,
      needs: inWords({ kind: parameter.type }),
      found: inWords(typed.type),
    });
  }
  // An argument that is unknown makes the result unknown.
  return { type: { kind: called.result }, optional: given.some(({ typed }) => typed.optional) };
}

const builtInFunctions = ['did', 'count', 'sum', 'latest', 'sequence', 'sent', 'opened', 'clicked', 'replied'];
