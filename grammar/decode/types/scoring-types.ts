import { namedType, oneOrListType, type SomeKeyTypes } from '../key-type.js';

/** Points by factor. */
export const scoringTypes: SomeKeyTypes<'fit-rules' | 'fit' | 'pain' | 'limits'> = {
  'fit-rules': oneOrListType('fit-rule', 'points with a condition, or a list of them', '25 when lead.seniority == "vp"'),
  fit: namedType('fit-rules', 'names', { wanted: 'rules by factor', example: '{ title: 25 when lead.seniority == "vp" }' }, (name, rules) => ({
    name,
    rules: rules ?? [],
    span: name.span,
  })),
  pain: namedType('pain-rule', 'names', { wanted: 'rules by factor', example: '{ demo: 20 on demo_requested once }' }, (name, rule) =>
    rule === undefined ? undefined : { name, ...rule },
  ),
  limits: namedType('number', 'names', { wanted: 'points by factor', example: '{ demo: 30 }' }, (name, points) =>
    points === undefined ? undefined : { name, points },
  ),
};
