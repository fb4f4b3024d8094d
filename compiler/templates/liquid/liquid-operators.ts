import { defaultOperators } from 'liquidjs';

type Operators = typeof defaultOperators;
type Operator = Operators[string];

/** Missing is not less than anything: in plain JavaScript `null < 5` would hold. */
function known(operator: Operator | undefined): Operator {
  if (operator === undefined) throw new Error('liquidjs lost an operator');
  return (left: unknown, right: unknown, context) => {
    if (left === null || left === undefined || right === null || right === undefined) return false;
    return operator(left, right, context);
  };
}

export const liquidOperators: Operators = {
  ...defaultOperators,
  '<': known(defaultOperators['<']),
  '<=': known(defaultOperators['<=']),
  '>': known(defaultOperators['>']),
  '>=': known(defaultOperators['>=']),
};
