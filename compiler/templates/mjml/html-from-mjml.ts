import { LiquidError } from 'liquidjs';

import type { Report } from '../../../grammar/diagnostics/code.js';
import type { Span } from '../../../grammar/span.js';
import { maskLiquid, unmaskLiquid } from '../liquid/liquid-pieces.js';
import type { LiquidPiece, MaskedText } from '../liquid/liquid-pieces.js';
import { createLenientParser } from '../liquid/liquid-settings.js';
import type { Element, Node } from './markup.js';
import type { templateCodes } from '../template-codes.js';

/**
 * MJML to HTML, with a plain word for each piece of Liquid. The body must be well formed and in
 * order; what is left to find are attributes, and Liquid that is lost on the way.
 */
export async function htmlFromMjml(
  file: string,
  body: string,
  nodes: readonly Node[],
  report: Report<typeof templateCodes>,
): Promise<MaskedText | undefined> {
  const { text: masked, words } = maskLiquid(body);
  // Half a second to load, and most checks find the template in the cache.
  const { default: mjml2html } = await import('mjml');
  const elements = elementsOf(nodes);
  const made = await unlessUnreadable(() =>
    mjml2html(masked, {
      keepComments: false,
      validationLevel: 'soft',
      ignoreIncludes: true,
      // By default a font is loaded from a third party, which learns who reads.
      fonts: {},
    }),
  );
  if (made === undefined) {
    const styles = elements.find(({ name }) => name === 'mj-style')?.tag ?? { file, start: 0, end: 0 };
    report('C7117', styles, { element: 'mj-style', problem: 'its CSS cannot be read' });
    return undefined;
  }
  const { html, errors } = made;
  const before = report.diagnostics.length;
  for (const error of errors) reportAttribute(error, { file, body, elements, words }, report);
  if (report.diagnostics.length > before) return undefined;
  const at = ({ start, end }: LiquidPiece): Span => ({ file, start, end });
  for (const [word, piece] of words) {
    if (!html.includes(word)) report('C7121', at(piece), {});
  }
  if (report.diagnostics.length > before) return undefined;
  const moved = firstMoved(html, words);
  if (moved !== undefined) report('C7121', at(moved), {});
  return moved === undefined ? { text: html, words } : undefined;
}

/** All that is left to throw at is CSS: what puts it on the elements stumbles over `h1 { inherit; }`. */
async function unlessUnreadable<Made>(make: () => Promise<Made>): Promise<Made | undefined> {
  try {
    return await make();
  } catch {
    return undefined;
  }
}

interface Complaint {
  readonly line: number;
  readonly tagName: string;
  readonly message: string;
}

interface Place {
  readonly file: string;
  readonly body: string;
  readonly elements: readonly Element[];
  readonly words: MaskedText['words'];
}

const illegal = /^Attribute (\S+) is illegal/;
const invalid = /^Attribute (\S+) has invalid value: ([^]*?) for type (\w+)/;

/** MJML knows the line and the names; the element's own attributes know the place. */
function reportAttribute(
  { line, tagName, message }: Complaint,
  { file, body, elements, words }: Place,
  report: Report<typeof templateCodes>,
): void {
  const name = illegal.exec(message)?.[1] ?? invalid.exec(message)?.[1];
  const [, , value = '', type = ''] = invalid.exec(message) ?? [];
  // A colour is copied as it is; lengths are calculated with, so they cannot wait for the lead.
  if (type === 'Color' && words.has(value.trim())) return;
  const here = elements.filter((element) => element.name === tagName && lineOf(body, element.tag.start) === line);
  const found = here
    .flatMap((element) => element.attributes)
    .filter((attribute) => attribute.name === name?.toLowerCase())
    .find(({ nameSpan }) => !report.diagnostics.some(({ span }) => span.start === nameSpan.start));
  const element = here[0]?.tag ?? { file, start: 0, end: 0 };
  const tag = { ...element, end: Math.min(element.end, element.start + 1 + tagName.length) };
  const problem =
    name === undefined ? message.trim().replace(/\.$/, '') : problemOf(name, type, value, unmaskLiquid(value, words));
  report('C7117', found?.nameSpan ?? tag, { element: tagName, problem });
}

function problemOf(name: string, type: string, masked: string, written: string): string {
  if (type === '') return `there is no attribute "${name}"`;
  const refused = `"${name}" cannot be "${written}"`;
  return masked === written ? refused : `${refused}, because it must be known before the message is sent`;
}

function elementsOf(nodes: readonly Node[]): readonly Element[] {
  return nodes.flatMap((node) => (node.kind === 'element' ? [node, ...elementsOf(node.children)] : []));
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The piece at which the HTML's Liquid no longer nests: MJML collects styles and heads elsewhere. */
function firstMoved(html: string, words: MaskedText['words']): LiquidPiece | undefined {
  try {
    createLenientParser().parse(unmaskLiquid(html, words));
    return undefined;
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    const text = error.token.getText();
    const pieces = [...words.values()];
    return pieces.find((piece) => piece.text === text) ?? pieces[0];
  }
}
