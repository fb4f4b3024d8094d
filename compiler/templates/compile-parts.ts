import { createReport } from '../../grammar/diagnostics/code.js';
import type { Report } from '../../grammar/diagnostics/code.js';
import type { Checked } from '../../grammar/diagnostics/diagnostic.js';
import type { Source, Span } from '../../grammar/span.js';
import type { MessageContent } from '../plan/ir.js';
import { noAssets, withAssetAddresses } from './assets.js';
import { addressesIn, checkAddress } from './check-address.js';
import { checkHtmlConsent, checkTextConsent } from './check-consent.js';
import { checkHeader } from './check-header.js';
import { checkInvisible } from './check-invisible.js';
import { checkLinks } from './check-links.js';
import type { TemplateInput } from './compile-template.js';
import { checkLiquid } from './liquid/check-liquid.js';
import { checkMjml } from './mjml/check-mjml.js';
import { readFrontMatter } from './front-matter.js';
import { htmlFromMjml } from './mjml/html-from-mjml.js';
import { renderMessage } from './liquid/liquid.js';
import type { MessageData } from './liquid/liquid.js';
import type { MaskedText } from './liquid/liquid-pieces.js';
import type { Variables } from './liquid/liquid-variables.js';
import { verbatim } from './located-text.js';
import { readMarkup } from './mjml/markup.js';
import { htmlWithPreheader } from './mjml/preheader-html.js';
import { templateBody } from './template-body.js';
import { templateCodes } from './template-codes.js';
import { textFromHtml } from './mjml/text-from-html.js';

type TemplateReport = Report<typeof templateCodes>;

/** A template and its parts, read, checked and rendered as far as no lead is needed; `hashOf` is that of a message's content. */
export async function compileParts(
  input: TemplateInput,
  hashOf: (value: unknown) => string,
): Promise<Checked<MessageContent | undefined>> {
  const { source, schema, entry, marketing } = input;
  const report = createReport(templateCodes);
  const variables: Variables = { lead: schema.lead, entry, marketing };
  const frontMatter = readFrontMatter(source, report);
  const tags = frontMatter === undefined ? {} : checkHeader(frontMatter, variables, report);
  const handWritten = input.text === undefined ? undefined : checkTextPart(input.text, variables, report);
  // Without its end nobody knows where the body begins.
  const html =
    frontMatter === undefined ? undefined : await compileBody(input, frontMatter.end, variables, report);
  checkInvisible(source, report);
  const failed = report.diagnostics.some(({ severity }) => severity === 'error');
  if (failed || html === undefined || frontMatter === undefined) {
    return { value: undefined, diagnostics: report.diagnostics };
  }
  const { subject, preheader } = frontMatter.values;
  const fields = {
    template: nameOf(source.path),
    subject: subject?.text ?? '',
    preheader: preheader?.text ?? '',
    html: htmlWithPreheader(html, preheader?.text ?? ''),
    text: handWritten ?? textFromHtml(html),
    ...tags,
  };
  const content = { ...fields, hash: hashOf(fields) };
  checkSize(content, input.sample, frontMatter.span, report);
  return { value: content, diagnostics: report.diagnostics };
}

/**
 * The text of a hand-written part, or of a message that is nothing else.
 *
 * @param consent false where the channel has a way out of its own
 */
export function checkTextPart(source: Source, variables: Variables, report: TemplateReport, consent = true): string {
  const { path, text } = source;
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const written = text.slice(start);
  const { mentions, readable } = checkLiquid(verbatim(path, written, start), variables, report);
  if (readable && consent && variables.marketing) checkTextConsent(mentions, lastLine(source), report);
  for (const address of addressesIn(written, path, start)) checkAddress(address, report);
  checkInvisible(source, report);
  return written.replace(/\r\n/g, '\n');
}

async function compileBody(
  { source, assets = noAssets }: TemplateInput,
  start: number,
  variables: Variables,
  report: TemplateReport,
): Promise<MaskedText | undefined> {
  const { path } = source;
  const body = templateBody(source.text, start);
  const { mentions, readable } = checkLiquid(verbatim(path, body), variables, report);
  if (!readable) return undefined;
  const before = report.diagnostics.length;
  const nodes = readMarkup(path, body, start, report);
  if (report.diagnostics.length > before) return undefined;
  checkMjml(nodes, lastLine(source), report);
  const links = checkLinks(nodes, assets, report);
  if (report.diagnostics.slice(before).some(({ severity }) => severity === 'error')) return undefined;
  if (variables.marketing) checkHtmlConsent(mentions, links, lastLine(source), report);
  const html = await htmlFromMjml(path, body, nodes, report);
  return html === undefined ? undefined : { ...html, text: withAssetAddresses(html.text, assets) };
}

/** What lacks in the message is shown at its end, where the footer belongs. */
function lastLine({ path, text }: Source): Span {
  const end = text.trimEnd().length;
  const start = Math.max(text.lastIndexOf('\n', end - 1) + 1, 0);
  return { file: path, start, end };
}

const clippedBeyond = 102 * 1024;

function checkSize(content: MessageContent, sample: MessageData | undefined, at: Span, report: TemplateReport): void {
  const bytes = Buffer.byteLength(sample === undefined ? content.html : htmlFor(content, sample));
  if (bytes > clippedBeyond) report('C7142', at, { bytes });
}

/** As it arrives; a template that cannot be rendered within Liquid's limits is measured as it is. */
function htmlFor(content: MessageContent, sample: MessageData): string {
  try {
    return renderMessage(content, sample).html;
  } catch {
    return content.html;
  }
}

function nameOf(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file.replace(/\..*$/, '');
}
