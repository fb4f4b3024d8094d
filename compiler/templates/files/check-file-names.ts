import type { Report } from '../../../grammar/diagnostics/code.js';
import { closest } from '../../../grammar/did-you-mean.js';
import type { Source, Span } from '../../../grammar/span.js';
import { onceFor } from '../../once-for.js';
import type { TemplateFiles } from '../../project.js';
import type { TemplateFileCodes } from '../codes/template-file-codes.js';
import { alternativeName } from './template-name.js';

/** Every file belongs to a template that has a default, and says one thing by its name. */
export function checkFileNames(
  templates: ReadonlyMap<string, TemplateFiles>,
  isSent: (files: TemplateFiles) => boolean,
  report: Report<TemplateFileCodes>,
): void {
  for (const files of notPlain(templates)) {
    for (const { source, because, help } of files.refused) {
      report('C7202', firstLine(source), { path: source.path, because, help });
    }
    for (const { of, mjml, text } of files.alternatives) {
      const source = mjml ?? text;
      if (source === undefined) continue;
      // Where a step sends it, the step was told that its default is missing.
      if (files.mjml === undefined && !isSent(files)) reportOrphan(files, source, templates, report);
      else if (mjml === undefined && of.channel === undefined) {
        const wanted = `templates/${files.campaign}/${alternativeName(files.name, of)}.mjml`;
        report('C7206', firstLine(source), { path: source.path, wanted });
      }
    }
  }
}

/** Nearly all templates are a default and nothing else. */
const notPlain = onceFor((templates: ReadonlyMap<string, TemplateFiles>) =>
  [...templates.values()].filter(({ alternatives, refused }) => alternatives.length > 0 || refused.length > 0),
);

function reportOrphan(
  { campaign, name }: TemplateFiles,
  source: Source,
  templates: ReadonlyMap<string, TemplateFiles>,
  report: Report<TemplateFileCodes>,
): void {
  const others = [...templates.values()].flatMap((files) =>
    files.campaign === campaign && files.mjml !== undefined ? [files.name] : [],
  );
  const wanted = `templates/${campaign}/${name}.mjml`;
  report('C7201', firstLine(source), { path: source.path, wanted, near: closest(name, others, 1)[0] });
}

/** For what is wrong with a file as a whole. */
export function firstLine({ path, text }: Source): Span {
  const end = text.search(/\r?\n/);
  return { file: path, start: 0, end: end < 0 ? text.length : end };
}
