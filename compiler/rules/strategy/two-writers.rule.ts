import type { Located } from '../../../grammar/span.js';
import type { Flow } from '../../flow/flow.js';
import { onceFor } from '../../once-for.js';
import { projectRule } from '../rule.js';

/** An attribute has one writer, else its value says only which campaign was last. */
export const twoWriters = projectRule('C4110', ({ campaigns, report }) => {
  const firstWriter = new Map<string, { readonly campaign: string; readonly attribute: Located<string> }>();
  for (const { campaign: ast, flow } of campaigns) {
    const campaign = ast.name.value;
    for (const attribute of writtenBy(flow)) {
      const first = firstWriter.get(attribute.value);
      if (first === undefined) firstWriter.set(attribute.value, { campaign, attribute });
      else if (first.campaign !== campaign) {
        const labels = [{ span: first.attribute.span, text: 'also set here' }];
        report(attribute.span, { attribute: attribute.value, other: first.campaign }, { labels });
      }
    }
  }
});

const writtenBy = onceFor(({ steps }: Flow): readonly Located<string>[] =>
  steps.flatMap((step) => {
    if (step.kind !== 'set' || step.attribute?.kind !== 'path') return [];
    const { root, name } = step.attribute;
    return root.value === 'lead' || root.value === 'account' ? [{ value: `${root.value}.${name.value}`, span: name.span }] : [];
  }),
);
