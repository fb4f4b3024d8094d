import type { Expression, Scalar } from '../../../compiler/plan/ir.js';
import type { Evaluate } from './condition.js';

/**
 * `lead.x op literal`: most conditions are nothing else, alone or joined, and they are asked for
 * every lead at every event. So they get one closure in place of one for each part; every other
 * condition goes the general way, and a law holds the two against each other.
 */
export interface AttributeTest {
  readonly name: string;
  /** Index into `tests`. */
  readonly by: number;
  readonly value: Scalar;
  /** What holds where the attribute is missing: the test of its default, or unknown. */
  readonly missing: boolean | undefined;
}

/** Numbers, since a switch over numbers is one jump. Only types whose stored form is their value. */
const tests: readonly string[] = [
  'text ==',
  'text !=',
  'boolean ==',
  'boolean !=',
  'number ==',
  'number !=',
  'number <',
  'number <=',
  'number >',
  'number >=',
];

/** Undefined for anything but a comparison of an attribute with a literal of its type. */
export function attributeTest(expression: Expression): AttributeTest | undefined {
  if (expression.kind !== 'compare') return undefined;
  const { left, operator, right } = expression;
  if (left.kind !== 'attribute' || right.kind !== 'constant') return undefined;
  const { value } = right;
  if (typeof value !== (left.type === 'text' ? 'string' : left.type)) return undefined;
  const by = tests.indexOf(`${left.type} ${operator}`);
  if (by === -1) return undefined;
  const missing = left.default === undefined ? undefined : holds(left.default, by, value, undefined);
  return { name: left.name, by, value, missing };
}

export function singleTest({ name, by, value, missing }: AttributeTest): Evaluate {
  return ({ attributes }) => holds(attributes[name], by, value, missing);
}

/** The tests joined by `and`, where false decides, or by `or`, where true does. */
export function joinedTests(joined: readonly AttributeTest[], deciding: boolean): Evaluate | undefined {
  const [first, second, third, ...more] = joined;
  if (first === undefined) return undefined;
  if (second === undefined) return singleTest(first);
  if (third === undefined) return joinTwo(first, second, deciding);
  const three = joinThree(first, second, third, deciding);
  const rest = joinedTests(more, deciding);
  if (rest === undefined) return three;
  return (scope) => {
    const one = three(scope);
    if (one === deciding) return deciding;
    const two = rest(scope);
    if (two === deciding) return deciding;
    return one === undefined || two === undefined ? undefined : !deciding;
  };
}

function joinTwo(first: AttributeTest, second: AttributeTest, deciding: boolean): Evaluate {
  const { name: name1, by: by1, value: value1, missing: missing1 } = first;
  const { name: name2, by: by2, value: value2, missing: missing2 } = second;
  return ({ attributes }) => {
    const one = holds(attributes[name1], by1, value1, missing1);
    if (one === deciding) return deciding;
    const two = holds(attributes[name2], by2, value2, missing2);
    if (two === deciding) return deciding;
    return one === undefined || two === undefined ? undefined : !deciding;
  };
}

function joinThree(first: AttributeTest, second: AttributeTest, third: AttributeTest, deciding: boolean): Evaluate {
  const { name: name1, by: by1, value: value1, missing: missing1 } = first;
  const { name: name2, by: by2, value: value2, missing: missing2 } = second;
  const { name: name3, by: by3, value: value3, missing: missing3 } = third;
  return ({ attributes }) => {
    const one = holds(attributes[name1], by1, value1, missing1);
    if (one === deciding) return deciding;
    const two = holds(attributes[name2], by2, value2, missing2);
    if (two === deciding) return deciding;
    const three = holds(attributes[name3], by3, value3, missing3);
    if (three === deciding) return deciding;
    return one === undefined || two === undefined || three === undefined ? undefined : !deciding;
  };
}

function holds(found: unknown, by: number, wanted: Scalar, missing: boolean | undefined): boolean | undefined {
  switch (by) {
    case 0:
      return typeof found === 'string' ? found === wanted : missing;
    case 1:
      return typeof found === 'string' ? found !== wanted : missing;
    case 2:
      return typeof found === 'boolean' ? found === wanted : missing;
    case 3:
      return typeof found === 'boolean' ? found !== wanted : missing;
    default:
  }
  // A number that is not finite is as good as missing.
  if (typeof found !== 'number' || typeof wanted !== 'number' || found - found !== 0) return missing;
  switch (by) {
    case 4:
      return found === wanted;
    case 5:
      return found !== wanted;
    case 6:
      return found < wanted;
    case 7:
      return found <= wanted;
    case 8:
      return found > wanted;
    default:
      return found >= wanted;
  }
}
