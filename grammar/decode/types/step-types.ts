import type { ArmAst, StepAst } from '../../ast/step.js';
import { stepKeys } from '../../steps/all-steps.js';
import { winner } from '../../steps/split.step.js';
import { decodeStep } from '../decode-step.js';
import { decodeValueTree } from '../decode-value-tree.js';
import type { Key } from '../key-table.js';
import { armKeys, winnerKeys } from '../keys/campaign-keys.js';
import { keysType, listType, namedType, type KeyTypeDefinition, type SomeKeyTypes } from '../key-type.js';

type StepTypes = 'step' | 'steps' | 'case-steps' | 'outcome-steps' | 'arm' | 'arms' | 'assignments' | 'value-tree';

const step: KeyTypeDefinition<StepAst> = {
  wanted: 'keys with values',
  example: '- send: hello',
  shape: { kind: 'headed', heads: stepKeys },
  decode: decodeStep,
};

type ArmWithin = Omit<ArmAst, 'name' | 'span'>;

const armOf = (keys: { readonly share: Key<'percent'>; readonly steps: Key<'steps'> }): KeyTypeDefinition<ArmWithin> =>
  keysType(
    keys,
    { wanted: 'a share and steps', example: '{ share: 50%, steps: [{ send: hello }] }', where: (key) => `the arm "${key}"` },
    ({ share, steps }) => ({ steps: steps ?? [], ...(share === undefined ? {} : { share }) }),
  );

const arm = armOf(armKeys);
const winnerArm = armOf(winnerKeys);

/** Steps, and what stands in them. */
export const stepTypes: SomeKeyTypes<StepTypes> = {
  step,
  steps: listType('step', 'a list', '- send: hello'),
  'case-steps': namedType(
    'steps',
    'cases',
    { wanted: 'lists of steps by value', example: '{ trial: [{ send: hello }] }' },
    (name, steps) => ({ name, steps: steps ?? [] }),
  ),
  'outcome-steps': namedType(
    'steps',
    'names',
    { wanted: 'lists of steps by outcome', example: '{ qualified: [{ start: sales }] }' },
    (name, steps) => ({ name, steps: steps ?? [] }),
  ),
  arm: {
    ...arm,
    // What describes all arms at once demands of none what one of them lacks.
    shape: winnerArm.shape,
    decode: (input, context) => (input.key === winner ? winnerArm : arm).decode(input, context),
  },
  arms: namedType(
    'arm',
    'names',
    { wanted: 'arms by name', example: '{ short: { share: 50%, steps: [{ send: hello }] } }' },
    (name, arm) => ({ name, ...(arm ?? { steps: [] }), span: name.span }),
  ),
  assignments: listType('assignment', 'a list', '[inbound by rotation]'),
  'value-tree': {
    wanted: 'values',
    example: '{ plan: = lead.plan }',
    shape: { kind: 'free' },
    decode: (input, context) => decodeValueTree(input, context),
  },
};
