import { createHash } from 'node:crypto';

import { createReport } from '../../grammar/diagnostics/code.js';
import type { Report } from '../../grammar/diagnostics/code.js';
import type { Checked } from '../../grammar/diagnostics/diagnostic.js';
import type { Source, Span } from '../../grammar/span.js';
import type { FieldPlan, MessageContent, SchemaPlan } from '../plan/ir.js';
import { checkHtmlConsent, checkTextConsent } from './check-consent.js';
import { checkLinks } from './check-links.js';
import { checkLiquid } from './liquid/check-liquid.js';
import { checkMjml } from './mjml/check-mjml.js';
import { readFrontMatter } from './front-matter.js';
import type { FrontMatter } from './front-matter.js';
import { htmlFromMjml } from './mjml/html-from-mjml.js';
import { liquidPieces, maskLiquid } from './liquid/liquid-pieces.js';
import type { MaskedText } from './liquid/liquid-pieces.js';
import type { Variables } from './liquid/liquid-variables.js';
import { verbatim } from './located-text.js';
import { readMarkup } from './mjml/markup.js';
import { htmlWithPreheader } from './mjml/preheader-html.js';
import { templateBody } from './template-body.js';
import type { TemplateCache } from './template-cache.js';
import { templateCodes } from './template-codes.js';
import { textFromHtml } from './mjml/text-from-html.js';

export type { TemplateCache } from './template-cache.js';

export interface TemplateInput {
  readonly source: Source;
  /** The hand-written text part. */
  readonly text?: Source;
  readonly schema: SchemaPlan;
  /** Properties of the event a lead enters with. */
  readonly entry: Readonly<Record<string, FieldPlan>>;
  readonly marketing: boolean;
  readonly cache?: TemplateCache;
}

type TemplateReport = Report<typeof templateCodes>;

/**
 * One template, checked and compiled: MJML is gone, Liquid is left for each lead.
 *
 * A field without a default is optional. Without errors there is a value.
 */
export async function compileTemplate(input: TemplateInput): Promise<Checked<MessageContent | undefined>> {
  const key = hashOf([input.source, input.text ?? null, input.schema.lead, input.entry, input.marketing]);
  const known = input.cache?.get(key);
  if (known !== undefined) return known;
  const result = await compile(input);
  input.cache?.set(key, result);
  return result;
}

async function compile(input: TemplateInput): Promise<Checked<MessageContent | undefined>> {
  const { source, schema, entry, marketing } = input;
  const report = createReport(templateCodes);
  const variables: Variables = { lead: schema.lead, entry, marketing };
  const frontMatter = readFrontMatter(source, report);
  checkHeader(frontMatter, variables, report);
  const handWritten = input.text === undefined ? undefined : checkTextPart(input.text, variables, report);
  // Without its end nobody knows where the body begins.
  const html =
    frontMatter === undefined ? undefined : await compileBody(source, frontMatter.end, variables, report);
  const failed = report.diagnostics.some(({ severity }) => severity === 'error');
  if (failed || html === undefined || frontMatter === undefined) {
    return { value: undefined, diagnostics: report.diagnostics };
  }
  const { subject, preheader, purpose } = frontMatter.values;
  const fields = {
    template: nameOf(source.path),
    subject: subject?.text ?? '',
    preheader: preheader?.text ?? '',
    html: htmlWithPreheader(html, preheader?.text ?? ''),
    text: handWritten ?? textFromHtml(html),
    ...(purpose === undefined ? {} : { purpose: purpose.text }),
  };
  checkSize(fields.html, frontMatter.span, report);
  return { value: { ...fields, hash: hashOf(fields) }, diagnostics: report.diagnostics };
}

function checkHeader(frontMatter: FrontMatter | undefined, variables: Variables, report: TemplateReport): void {
  if (frontMatter === undefined) return;
  const { values, span } = frontMatter;
  // One cause, one report: with unreadable front matter nothing is missing from it.
  const readable = report.diagnostics.length === 0;
  if (values.subject === undefined) {
    if (readable) report('C7105', span, {});
  } else {
    checkLiquid(values.subject, variables, report);
    const length = leastLength(values.subject.text);
    if (length > 78) report('C7106', values.subject.span, { length });
  }
  if (values.preheader !== undefined) checkLiquid(values.preheader, variables, report);
  else if (readable) report('C7107', span, {});
}

/** Without what Liquid may add. */
function leastLength(text: string): number {
  const { text: masked, words } = maskLiquid(text, liquidPieces(text));
  const { length } = Array.from(masked);
  return length - [...words.keys()].reduce((sum, word) => sum + word.length, 0);
}

function checkTextPart({ path, text }: Source, variables: Variables, report: TemplateReport): string {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const written = text.slice(start);
  const { mentions, readable } = checkLiquid(verbatim(path, written, start), variables, report);
  if (readable && variables.marketing) checkTextConsent(mentions, lastLine({ path, text }), report);
  return written.replace(/\r\n/g, '\n');
}

async function compileBody(
  { path, text }: Source,
  start: number,
  variables: Variables,
  report: TemplateReport,
): Promise<MaskedText | undefined> {
  const body = templateBody(text, start);
  const { mentions, readable } = checkLiquid(verbatim(path, body), variables, report);
  if (!readable) return undefined;
  const before = report.diagnostics.length;
  const nodes = readMarkup(path, body, start, report);
  if (report.diagnostics.length > before) return undefined;
  checkMjml(nodes, lastLine({ path, text }), report);
  const links = checkLinks(nodes, report);
  if (report.diagnostics.slice(before).some(({ severity }) => severity === 'error')) return undefined;
  if (variables.marketing) checkHtmlConsent(mentions, links, lastLine({ path, text }), report);
  return await htmlFromMjml(path, body, nodes, report);
}

/** What lacks in the message is shown at its end, where the footer belongs. */
function lastLine({ path, text }: Source): Span {
  const end = text.trimEnd().length;
  const start = Math.max(text.lastIndexOf('\n', end - 1) + 1, 0);
  return { file: path, start, end };
}

const clippedBeyond = 102 * 1024;

function checkSize(html: string, at: Span, report: TemplateReport): void {
  const bytes = Buffer.byteLength(html);
  if (bytes > clippedBeyond) report('C7142', at, { bytes });
}

function nameOf(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file.replace(/\.mjml$/, '');
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
