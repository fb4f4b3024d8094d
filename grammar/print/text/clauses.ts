import type { Span } from '../../span.js';
import { wordsOf, type Clauses, type ValueForm } from '../../text/forms.js';
import type { KeyWords } from '../../text/key-words.js';
import { isNull } from '../../tree/plain-type.js';
import type { Remarks, TreeEntry, TreeNode } from '../../tree/tree-node.js';
import { printValue } from './print-value.js';

/** What the textual surface cannot say is noted here, with its place. */
export interface Losses {
  readonly spans: readonly Span[];
  add(span: Span): void;
}

export function createLosses(): Losses {
  const spans: Span[] = [];
  return { spans, add: (span) => void spans.push(span) };
}

/** Comments of the parts of one statement: one stays behind its line, the others go above. */
export interface Beside {
  readonly above: string[];
  behind: string | undefined;
}

export function beside(remarks?: Remarks): Beside {
  return { above: [...(remarks?.above ?? [])], behind: remarks?.behind };
}

export function takeIn(into: Beside, remarks: Remarks | undefined): void {
  into.above.push(...(remarks?.above ?? []));
  if (remarks?.behind === undefined) return;
  if (into.behind !== undefined) into.above.push(into.behind);
  into.behind = remarks.behind;
}

/** Every comment inside a value, which is written on one line. */
export function takeAll(into: Beside, node: TreeNode): void {
  switch (node.kind) {
    case 'mapping':
      for (const { value, remarks } of node.entries) {
        takeIn(into, remarks);
        takeIn(into, value.remarks);
        takeAll(into, value);
      }
      into.above.push(...(node.foot ?? []));
      return;
    case 'sequence':
      for (const item of node.items) {
        takeIn(into, item.remarks);
        takeAll(into, item);
      }
      into.above.push(...(node.foot ?? []));
      return;
    case 'scalar':
    case 'empty':
    case 'broken':
  }
}

/** `again never`: a key and its value, its comments taken in. */
export function printClause(
  { key, value, remarks }: TreeEntry,
  form: ValueForm,
  next: readonly KeyWords[],
  into: Beside,
  losses: Losses,
): string {
  takeIn(into, remarks);
  takeAll(into, bare(value));
  const word = wordsOf(key.value).join(' ');
  const printed = value.kind === 'scalar' && isLostNull(value.text, value.type) ? undefined : printValue(bare(value), form, { key: key.value, next });
  if (printed === undefined || printed === '') {
    losses.add(key.span);
    return word;
  }
  return `${word} ${printed}`;
}

/** Its own remarks are taken in; what is printed is the value alone. */
function bare(node: TreeNode): TreeNode {
  if (node.kind === 'sequence') return { ...node, items: node.items.map(withoutRemarks) };
  return node;
}

function withoutRemarks(node: TreeNode): TreeNode {
  const { remarks: _, ...rest } = node;
  return rest;
}

function isLostNull(text: string, type: string): boolean {
  return type === 'text' && isNull(text) && text === '';
}

/** The clauses among the entries, in their order; keys that are `others` are printed elsewhere. */
export function printClauses(
  entries: readonly TreeEntry[],
  clauses: Clauses,
  others: readonly string[],
  next: readonly KeyWords[],
  into: Beside,
  losses: Losses,
): string[] {
  return entries.flatMap((entry) => {
    const form = clauses.get(entry.key.value);
    if (form !== undefined) return [printClause(entry, form, next, into, losses)];
    if (!others.includes(entry.key.value)) losses.add(entry.key.span);
    return [];
  });
}
