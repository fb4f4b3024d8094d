import type { Report } from '../../grammar/diagnostics/code.js';
import type { Attribute, Element, Node } from './mjml/markup.js';
import type { templateCodes } from './template-codes.js';

/** Every link of the layout and of the HTML in it; images and their texts are looked at on the way. */
export function checkLinks(nodes: readonly Node[], report: Report<typeof templateCodes>): readonly Attribute[] {
  const links: Attribute[] = [];
  const visit = (element: Element): void => {
    if (element.name === 'mj-image' || element.name === 'img') checkImage(element, report);
    for (const attribute of element.attributes) {
      if (attribute.name !== 'href' || element.name === 'mj-font' || element.name === 'link') continue;
      links.push(attribute);
      checkLink(attribute, report);
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

const safe = /^(?:https:\/\/|mailto:|tel:|#|\{\{-?\s*unsubscribe_url\s*-?\}\})/i;
const local = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/?#]|$)/i;

function checkLink({ value, valueSpan, nameSpan }: Attribute, report: Report<typeof templateCodes>): void {
  const address = value.trim();
  if (safe.test(address) || local.test(address)) return;
  report('C7141', value === '' ? nameSpan : valueSpan, { address });
}
