import { onceFor } from '../../once-for.js';
import type { TemplateFiles } from '../../project.js';
import { firstLine } from '../first-line.js';
import { projectRule } from '../rule.js';

/** A text part is half a message; alone it is never sent. */
export const textWithoutTemplate = projectRule('C2207', ({ declared, report }) => {
  for (const { campaign, mjml, text } of withText(declared.templates)) {
    if (mjml !== undefined || text === undefined) continue;
    const known = [...declared.templates.values()].flatMap((files) =>
      files.campaign === campaign && files.mjml !== undefined && files.text === undefined ? [files.name] : [],
    );
    report(firstLine(text), { first: text.path, known });
  }
});

/** Few templates have one. */
const withText = onceFor((templates: ReadonlyMap<string, TemplateFiles>) =>
  [...templates.values()].filter(({ text }) => text !== undefined),
);
