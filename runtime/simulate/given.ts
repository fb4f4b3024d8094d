import type { TestAst } from '../../grammar/ast/test-file.js';
import type { Plan, Scalar, Step, WorkspacePlan } from '../../compiler/plan/ir.js';

/** A campaign with what a test takes for given: nothing is left to chance, and the past is as it says. */
export interface Given {
  readonly plan: Plan;
  readonly workspace: WorkspacePlan;
  /** Points that the test gives. */
  readonly score: { readonly fit?: number; readonly pain?: number };
}

/**
 * Arms by split, `holdout`, segments by name, `fit` and `pain`. Who is not said to be held out is
 * not; who is given the arm `winner` waits for it.
 */
export function givenIn(test: Pick<TestAst, 'given'>, plan: Plan, workspace: WorkspacePlan): Given {
  const given = new Map([...test.given].map(([name, { value }]) => [name, value]));
  const { holdout: _ofAll, ...common } = workspace;
  const { holdout: _own, ...open } = plan;
  const steps = plan.steps.map((step) => withArm(step, given.get(step.id)));
  const known = withSegments({ ...open, steps }, given);
  return {
    plan: given.get('holdout') === true ? { ...known, holdout: 1 } : known,
    workspace: common,
    score: { ...pointsOf(given, 'fit'), ...pointsOf(given, 'pain') },
  };
}

/** No arm has the share of "winner": whoever is given it waits. */
function withArm(step: Step, arm: Scalar | undefined): Step {
  if (step.kind !== 'split' || arm === undefined) return step;
  return { ...step, arms: step.arms.map((one) => ({ ...one, share: one.name === arm ? 1 : 0 })) };
}

function pointsOf(given: ReadonlyMap<string, Scalar>, part: 'fit' | 'pain'): { readonly [Part in 'fit' | 'pain']?: number } {
  const points = given.get(part);
  return typeof points === 'number' ? { [part]: points } : {};
}

/** Every segment whose membership is given, wherever an expression asks for it. */
function withSegments(plan: Plan, given: ReadonlyMap<string, Scalar>): Plan {
  const isGiven = (name: unknown): name is string => typeof name === 'string' && typeof given.get(name) === 'boolean';
  // A plan is plain JSON: what is not a segment stays as it is.
  return JSON.parse(JSON.stringify(plan), (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || !('when' in part)) return part;
    const name = 'kind' in part && part.kind === 'segment' && 'name' in part ? part.name : 'segment' in part ? part.segment : undefined;
    return isGiven(name) ? { ...part, when: { kind: 'constant', value: given.get(name) } } : part;
  });
}
