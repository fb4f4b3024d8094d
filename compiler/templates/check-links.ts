import type { Report } from '../../grammar/diagnostics/code.js';
import type { Span } from '../../grammar/span.js';
import type { AssetTable } from './assets.js';
import { checkAddress } from './check-address.js';
import { checkAssetPath } from './check-asset-path.js';
import type { Attribute, Element, Node } from './mjml/markup.js';
import type { templateCodes } from './template-codes.js';

/** Attributes whose value is loaded when the mail is shown. */
const pictures: ReadonlySet<string> = new Set(['src', 'background-url', 'background', 'poster']);

/**
 * Every link of the layout and of the HTML in it; what is loaded is looked at on the way: images,
 * their texts, files below `assets/`.
 */
export function checkLinks(
  nodes: readonly Node[],
  assets: AssetTable,
  report: Report<typeof templateCodes>,
): readonly Attribute[] {
  const links: Attribute[] = [];
  const visit = (element: Element): void => {
    if (element.name === 'mj-image' || element.name === 'img') checkImage(element, report);
    for (const attribute of element.attributes) {
      if (attribute.value.trim().startsWith('assets/')) checkAssetPath(attribute.value, attribute.valueSpan, assets, report);
      else if (pictures.has(attribute.name)) checkPicture(attribute, report);
      else if (attribute.name === 'style') checkStyle(attribute.value, attribute.valueSpan, assets, report);
      if (attribute.name !== 'href' || element.name === 'mj-font' || element.name === 'link') continue;
      links.push(attribute);
      const { value, valueSpan, nameSpan } = attribute;
      if (value.trim().startsWith('assets/')) continue;
      checkAddress({ text: value, span: value === '' ? nameSpan : valueSpan, start: valueSpan.start }, report);
    }
    if (element.name === 'mj-style' || element.name === 'style') {
      for (const child of element.children) {
        if (child.kind === 'text') checkStyle(child.value, child.span, assets, report);
      }
    }
    visitAll(element.children);
  };
  const visitAll = (children: readonly Node[]): void => {
    for (const child of children) if (child.kind === 'element') visit(child);
  };
  visitAll(nodes);
  return links;
}

function checkImage({ tag, name, attributes }: Element, report: Report<typeof templateCodes>): void {
  if (attributes.some((attribute) => attribute.name === 'alt')) return;
  report('C7140', { ...tag, end: tag.start + 1 + name.length }, {});
}

function checkPicture({ name, value, valueSpan, nameSpan }: Attribute, report: Report<typeof templateCodes>): void {
  const address = value.trim();
  const span = value === '' ? nameSpan : valueSpan;
  if (/^https:\/\//i.test(address) || address.startsWith('#')) return;
  // Liquid may choose among addresses that the author wrote, and a colour is a background as well.
  if (/^\{[{%]/.test(address)) return;
  if (name === 'background' && /^(?:[a-z]+$|rgba?\()/i.test(address)) return;
  if (/^data:/i.test(address)) report('C7146', { ...span, end: Math.min(span.end, span.start + 40) }, {});
  else if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(address)) report('C7141', span, { address });
  else report('C7147', span, { path: address, near: undefined, known: false });
}

function checkStyle(style: string, span: Span, assets: AssetTable, report: Report<typeof templateCodes>): void {
  for (const match of style.matchAll(/url\(\s*["']?(assets\/[^"')\s]+)/g)) {
    const path = match[1] ?? '';
    const start = span.start + match.index + match[0].length - path.length;
    checkAssetPath(path, { ...span, start, end: start + path.length }, assets, report);
  }
}
