import type { Report } from '../../../grammar/diagnostics/code.js';
import { closest } from '../../../grammar/did-you-mean.js';
import type { Span } from '../../../grammar/span.js';
import type { Element, Node, Text } from './markup.js';
import { contentOf, elementNames, isMjml } from './mjml-elements.js';
import type { templateCodes } from '../template-codes.js';

/** Finds what MJML would drop without a word. `nothing` is where to point when the file is empty. */
export function checkMjml(nodes: readonly Node[], nothing: Span, report: Report<typeof templateCodes>): void {
  const [root, second] = nodes;
  if (root === undefined) {
    report('C7119', nothing, { problem: 'The template has no <mjml>' });
    return;
  }
  if (root.kind === 'text' || root.name !== 'mjml') {
    report('C7119', placeOf(root), { problem: 'The template must begin with <mjml>' });
    return;
  }
  if (second !== undefined) report('C7119', placeOf(second), { problem: 'This stands behind </mjml>' });
  const bodies = root.children.filter((child) => child.kind === 'element' && child.name === 'mj-body');
  if (bodies.length === 0) report('C7119', root.tag, { problem: '<mjml> has no <mj-body>' });
  for (const body of bodies.slice(1)) report('C7119', placeOf(body), { problem: 'This is a second <mj-body>' });
  checkChildren(root, report);
}

function checkChildren(parent: Element, report: Report<typeof templateCodes>): void {
  const content = contentOf(parent.name);
  for (const child of parent.children) {
    if (child.kind === 'text') {
      if (typeof content === 'object') reportStray(parent, child, report);
      continue;
    }
    if (reportElement(parent, child, report)) continue;
    checkChildren(child, report);
  }
}

function reportStray(parent: Element, { span, value, liquid }: Text, report: Report<typeof templateCodes>): void {
  const firstLine = value.split(/\r?\n/, 1)[0] ?? value;
  report('C7114', { ...span, end: span.start + firstLine.length }, { parent: parent.name, liquid });
}

/** Whether the element is reported, and so what is in it is not worth a look. */
function reportElement(parent: Element, { name, tag }: Element, report: Report<typeof templateCodes>): boolean {
  const at = { ...tag, end: tag.start + 1 + name.length };
  const content = contentOf(parent.name);
  if (name === 'mj-include') {
    report('C7115', at, {});
    return true;
  }
  if (name === 'mj-preview') {
    report('C7120', at, {});
    return true;
  }
  if (isMjml(name) && contentOf(name) === undefined) {
    const near = closest(name, elementNames)[0];
    report('C7112', at, { element: name, near });
    return true;
  }
  if (typeof content !== 'object' || content.includes(name)) return false;
  report('C7113', at, { element: name, parent: parent.name, allowed: content });
  return true;
}

function placeOf(node: Node): Span {
  return node.kind === 'text' ? node.span : node.tag;
}
