import { createReport } from '../../grammar/diagnostics/code.js';
import type { Checked, Diagnostic } from '../../grammar/diagnostics/diagnostic.js';
import type { Source } from '../../grammar/span.js';
import { hashOf } from '../plan/content-hash.js';
import type { MessageAlternative, MessageContent } from '../plan/ir.js';
import type { AlternativeFiles, TemplateFiles } from '../project.js';
import { compileTemplate } from './compile-template.js';
import type { TemplateInput } from './compile-template.js';
import { templateCodes } from './template-codes.js';

/** What a campaign offers to every wording of a message. */
export type Offers = Omit<TemplateInput, 'source' | 'text'>;

/**
 * A template with all its wordings: the default with its alternatives. Every file is checked; without
 * errors in any there is a value.
 */
export function compileFiles(
  files: TemplateFiles,
  offers: Offers,
): Promise<Checked<MessageContent | undefined>> {
  const { mjml, text, alternatives } = files;
  if (mjml === undefined) return textsOf(files, offers);
  const main = compileTemplate(inputOf(mjml, text, offers));
  // The same object each time, which the cache and its readers count on.
  return alternatives.length === 0 ? main : withAlternatives(main, alternatives, offers);
}

async function withAlternatives(
  made: Promise<Checked<MessageContent | undefined>>,
  alternatives: readonly AlternativeFiles[],
  offers: Offers,
): Promise<Checked<MessageContent | undefined>> {
  const main = await made;
  const diagnostics: Diagnostic[] = [...main.diagnostics];
  const compiled: MessageAlternative[] = [];
  let failed = main.value === undefined;
  for (const alternative of alternatives) {
    const result =
      alternative.of.channel === undefined
        ? await layoutOf(alternative, offers, main.value)
        : await textOf(alternative, offers);
    diagnostics.push(...result.diagnostics);
    if (result.value === undefined) failed = true;
    else compiled.push(result.value);
  }
  const value = failed || main.value === undefined ? undefined : { ...main.value, alternatives: compiled };
  return { value, diagnostics };
}

/** Key by key: thousands of templates are looked up in the cache, and a spread costs more than that. */
function inputOf(source: Source, text: Source | undefined, { schema, entry, marketing, assets, sample, cache }: Offers): TemplateInput {
  return { source, text, schema, entry, marketing, assets, sample, cache };
}

/**
 * A template that only text channels send has no layout to begin with.
 *
 * Where a layout is wanted and missing, that is reported where it is sent, or by the rule on orphans.
 */
async function textsOf(
  { name, alternatives }: TemplateFiles,
  offers: Offers,
): Promise<Checked<MessageContent | undefined>> {
  const texts = alternatives.filter(({ of }) => of.channel !== undefined);
  const compiled = await Promise.all(texts.map((one) => textOf(one, offers)));
  const diagnostics = compiled.flatMap((one) => one.diagnostics);
  const values = compiled.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (values.length === 0 || values.length < compiled.length) return { value: undefined, diagnostics };
  const fields = { template: name, subject: '', preheader: '', html: '', text: '' };
  return { value: { ...fields, hash: hashOf(fields), alternatives: values }, diagnostics };
}

async function layoutOf(
  { of, mjml, text }: AlternativeFiles,
  offers: Offers,
  main: MessageContent | undefined,
): Promise<Checked<MessageAlternative | undefined>> {
  if (mjml === undefined) return { value: undefined, diagnostics: [] };
  const { value, diagnostics } = await compileTemplate(inputOf(mjml, text, offers));
  if (value === undefined) return { value, diagnostics };
  const { subject, preheader, html, text: plain, purpose, asset, discount } = value;
  const wording = { subject, preheader, html, text: plain };
  const tags = {
    ...(purpose === undefined || purpose === main?.purpose ? {} : { purpose }),
    ...(asset === undefined || (asset.type === main?.asset?.type && asset.name === main.asset.name) ? {} : { asset }),
    ...(discount === undefined || discount === main?.discount ? {} : { discount }),
  };
  return { value: { ...of, ...wording, ...tags, hash: hashOf(wording) }, diagnostics };
}

async function textOf(
  { of, text }: AlternativeFiles,
  { schema, entry, marketing }: Offers,
): Promise<Checked<MessageAlternative | undefined>> {
  if (text === undefined) return { value: undefined, diagnostics: [] };
  const { checkTextPart } = await import('./compile-parts.js');
  const report = createReport(templateCodes);
  // Its way out is the channel's: STOP as an answer.
  const written = checkTextPart(text, { lead: schema.lead, entry, marketing }, report, false);
  const failed = report.diagnostics.some(({ severity }) => severity === 'error');
  const wording = { subject: '', preheader: '', html: '', text: written };
  return { value: failed ? undefined : { ...of, ...wording, hash: hashOf(wording) }, diagnostics: report.diagnostics };
}
