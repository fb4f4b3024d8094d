import type { Expression } from '../../compiler/plan/ir.js';

/** What a lead is in all the engines that are compared: one flat object. */
export interface Facts {
  readonly plan?: string;
  readonly country?: string;
  readonly company_size?: number;
  readonly visits?: number;
  readonly seniority?: string;
  readonly employee?: boolean;
}

export type Test = {
  readonly name: keyof Facts;
  readonly operator: '==' | '!=' | '>=' | '<' | '>';
  readonly literal: string | number | boolean;
};

/** `path op literal`, all joined by one word. */
export interface Case {
  readonly join: 'and' | 'or';
  readonly tests: readonly Test[];
  /** As an engineer would write it by hand. */
  readonly byHand: (scope: { readonly attributes: Facts }) => boolean;
}

export const cases: readonly Case[] = [
  {
    join: 'and',
    tests: [test('company_size', '>=', 50), test('plan', '==', 'trial'), test('country', '==', 'DE')],
    byHand: ({ attributes: lead }) => typeof lead.company_size === 'number' && lead.company_size >= 50 && lead.plan === 'trial' && lead.country === 'DE',
  },
  {
    join: 'or',
    tests: [test('seniority', '==', 'vp'), test('seniority', '==', 'c_level'), test('visits', '>', 20)],
    byHand: ({ attributes: lead }) => lead.seniority === 'vp' || lead.seniority === 'c_level' || (typeof lead.visits === 'number' && lead.visits > 20),
  },
  {
    join: 'and',
    tests: [test('employee', '==', false), test('visits', '>=', 3)],
    byHand: ({ attributes: lead }) => lead.employee === false && typeof lead.visits === 'number' && lead.visits >= 3,
  },
  {
    join: 'and',
    tests: [test('plan', '!=', 'free'), test('company_size', '<', 1000), test('visits', '>', 1), test('country', '!=', 'US')],
    byHand: ({ attributes: lead }) =>
      typeof lead.plan === 'string' && lead.plan !== 'free' &&
      typeof lead.company_size === 'number' && lead.company_size < 1000 &&
      typeof lead.visits === 'number' && lead.visits > 1 &&
      typeof lead.country === 'string' && lead.country !== 'US',
  },
  {
    join: 'or',
    tests: [test('plan', '==', 'business'), test('company_size', '>=', 500)],
    byHand: ({ attributes: lead }) => lead.plan === 'business' || (typeof lead.company_size === 'number' && lead.company_size >= 500),
  },
  {
    join: 'and',
    tests: [test('seniority', '==', 'manager'), test('plan', '==', 'team'), test('visits', '<', 10)],
    byHand: ({ attributes: lead }) => lead.seniority === 'manager' && lead.plan === 'team' && typeof lead.visits === 'number' && lead.visits < 10,
  },
];

function test(name: Test['name'], operator: Test['operator'], literal: Test['literal']): Test {
  return { name, operator, literal };
}

/** As the compiler lowers `lead.plan == "trial" and …`. */
export function planOf({ join, tests }: Case): Expression {
  return {
    kind: join,
    operands: tests.map(({ name, operator, literal }) => ({
      kind: 'compare',
      operator,
      left: { kind: 'attribute', name, type: typeOf(literal) },
      right: { kind: 'constant', value: literal },
    })),
  };
}

function typeOf(literal: Test['literal']): 'text' | 'number' | 'boolean' {
  if (typeof literal === 'string') return 'text';
  return typeof literal === 'number' ? 'number' : 'boolean';
}

/** Leads that differ in everything; one in eight lacks one attribute. */
export function madeLeads(count: number): readonly Facts[] {
  const pick = <T>(values: readonly T[], index: number): T | undefined => values[index % values.length];
  return Array.from({ length: count }, (_, index): Facts => {
    const plan = pick(['free', 'trial', 'team', 'business'], index);
    const country = index % 8 === 7 ? undefined : pick(['DE', 'AT', 'US', 'FR', 'NL'], index >> 1);
    const seniority = pick(['staff', 'manager', 'vp', 'c_level'], index >> 2);
    const numbers = { company_size: (index * 37) % 1200, visits: (index * 7) % 31 };
    // Facts come from storage as JSON, and their objects are laid out as JSON is.
    return JSON.parse(JSON.stringify({ plan, country, seniority, ...numbers, employee: index % 11 === 0 }));
  });
}
