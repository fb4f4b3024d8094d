import { decodeKeys } from '../decode-keys.js';
import { segmentKeys } from '../keys/segment-keys.js';
import { namedType, type SomeKeyTypes } from '../key-type.js';

/** Conditions by name; in short only the condition. */
export const segmentTypes: SomeKeyTypes<'segment' | 'segments'> = {
  segment: {
    wanted: 'a condition',
    example: 'lead.plan == "pro"',
    shape: { kind: 'either', scalar: 'expression', nested: { kind: 'keys', keys: segmentKeys } },
    decode: (input, context) => {
      const { node, key } = input;
      if (node.kind !== 'mapping') {
        const when = context.types.expression.decode(input, context);
        return when === undefined ? undefined : { when };
      }
      const { when, ...keys } = decodeKeys(node, segmentKeys, { where: `the segment "${key}"` }, context);
      return when === undefined ? undefined : { when, ...keys };
    },
  },
  segments: namedType('segment', 'names', { wanted: 'conditions by name', example: '{ customers: lead.plan == "pro" }' }, (name, keys) =>
    keys === undefined ? undefined : { name, ...keys, span: name.span },
  ),
};
