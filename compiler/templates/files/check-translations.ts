import { createReport } from '../../../grammar/diagnostics/code.js';
import type { Report } from '../../../grammar/diagnostics/code.js';
import type { Source, Span } from '../../../grammar/span.js';
import type { AlternativeFiles, TemplateFiles } from '../../project.js';
import type { TemplateFileCodes } from '../codes/template-file-codes.js';
import { readFrontMatter } from '../front-matter.js';
import { checkLiquid } from '../liquid/check-liquid.js';
import type { Variables } from '../liquid/liquid-variables.js';
import { verbatim } from '../located-text.js';
import { templateBody } from '../template-body.js';
import { templateCodes } from '../template-codes.js';
import { firstLine } from './check-file-names.js';

/**
 * A translation shows the values that its original shows: the trial's end that one language leaves out
 * is a mail that makes no sense in it.
 */
export function checkTranslations(files: TemplateFiles, variables: Variables, report: Report<TemplateFileCodes>): void {
  for (const translation of files.alternatives) {
    const original = originalOf(translation, files);
    if (translation.mjml === undefined || original === undefined) continue;
    const mine = placeholders(translation.mjml, variables);
    const theirs = placeholders(original, variables);
    const { path } = translation.mjml;
    for (const [name, span] of theirs) {
      if (mine.has(name)) continue;
      const labels = [{ span, text: 'shown here' }];
      report('C7205', firstLine(translation.mjml), { path, name, missing: true, other: original.path }, { labels });
    }
    for (const [name, span] of mine) {
      if (!theirs.has(name)) report('C7205', span, { path, name, missing: false, other: original.path });
    }
  }
}

/** The same variant without the locale, else the default. */
function originalOf({ of }: AlternativeFiles, files: TemplateFiles): Source | undefined {
  if (of.locale === undefined || of.channel !== undefined) return undefined;
  const same = files.alternatives.find(
    (one) => one.of.variant === of.variant && one.of.locale === undefined && one.of.channel === undefined,
  );
  return (of.variant === undefined ? undefined : same?.mjml) ?? files.mjml;
}

/** What a file shows of the lead and the entry, each at its first place; empty where it cannot be read. */
function placeholders(source: Source, variables: Variables): ReadonlyMap<string, Span> {
  // What is wrong with the file is said where it is compiled.
  const unheard = createReport(templateCodes);
  const header = readFrontMatter(source, unheard);
  const found = new Map<string, Span>();
  if (header === undefined) return found;
  const { subject, preheader } = header.values;
  const body = verbatim(source.path, templateBody(source.text, header.end));
  for (const text of [subject, preheader, body]) {
    if (text === undefined) continue;
    for (const { path, span } of checkLiquid(text, variables, unheard).mentions) {
      if (/^(?:lead|entry)\./.test(path) && !found.has(path)) found.set(path, span);
    }
  }
  return found;
}
