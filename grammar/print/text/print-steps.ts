import type { StepKind } from '../../ast/step.js';
import { stepKinds } from '../../steps/all-steps.js';
import { stepForm, tailKeys } from '../../text/forms.js';
import { keyWords, type KeyWords } from '../../text/key-words.js';
import { entryOf, type TreeEntry, type TreeMapping, type TreeNode } from '../../tree/tree-node.js';
import { beside, printClause, printClauses, takeAll, takeIn, type Beside, type Losses } from './clauses.js';
import { printName, printValue, printWord } from './print-value.js';
import { statement, type Block, type Statement } from './statement.js';

export const stepHeads: KeyWords = keyWords(stepKinds);

/** Steps as statements; `heads` are all that may stand where the next one does. */
export function printSteps(node: TreeNode, heads: KeyWords, losses: Losses): readonly Statement[] {
  if (node.kind === 'empty') return [];
  if (node.kind !== 'sequence') {
    losses.add(node.span);
    return [];
  }
  return node.items.map((item) => {
    if (item.kind === 'mapping') return printStep(item, heads, losses);
    losses.add(item.span);
    return statement([]);
  });
}

function printStep(step: TreeMapping, heads: KeyWords, losses: Losses): Statement {
  const verb = step.entries.find(({ key }) => stepKinds.some((kind) => kind === key.value));
  const kind = stepKinds.find((one) => one === verb?.key.value);
  if (verb === undefined || kind === undefined) {
    losses.add(step.span);
    return statement([]);
  }
  const { clauses, positional, tail } = stepForm(kind);
  const next = [keyWords(clauses.keys()), heads, ...(tail === 'then-else' ? elseOnly : [])];
  const said = beside(step.remarks);
  const first = [printClause(verb, 'word', next, said, losses)];
  const others = step.entries.filter((entry) => entry !== verb);
  const bare = positional === undefined ? undefined : entryOf(step, positional);
  const inPlace = bare === undefined ? undefined : printPositional(bare, next, said);
  if (inPlace !== undefined) first.push(inPlace);
  const rest = inPlace === undefined ? others : others.filter((entry) => entry !== bare);
  const parts = [...first, ...printClauses(rest, clauses, tailKeys[tail], next, said, losses)];
  const blocks = blocksOf(step, kind, said, losses);
  said.above.push(...(step.foot ?? []));
  return withRemarks(parts, blocks, said, step);
}

/** What is said behind stands behind the line that opens the first block. */
export function withRemarks(parts: readonly string[], blocks: readonly Block[], said: Beside, of: TreeNode): Statement {
  const [first, ...others] = blocks;
  const gap = of.remarks?.gap === true;
  if (first === undefined || said.behind === undefined) {
    return { parts, blocks, above: said.above, gap, ...(said.behind === undefined ? {} : { behind: said.behind }) };
  }
  if (first.behind !== undefined || first.word !== undefined) {
    return { parts, blocks, above: [...said.above, said.behind], gap };
  }
  return { parts, blocks: [{ ...first, behind: said.behind }, ...others], above: said.above, gap };
}

/** Without its key, where it does not look like one. */
function printPositional(entry: TreeEntry, next: readonly KeyWords[], said: Beside): string | undefined {
  if (entry.value.kind !== 'scalar') return undefined;
  const printed = printValue(entry.value, 'phrase', { key: entry.key.value, next });
  if (printed === undefined || next.some((words) => words.keys.includes(printed.split(' ')[0] ?? ''))) return undefined;
  takeIn(said, entry.remarks);
  return printed;
}

function blocksOf(step: TreeMapping, kind: StepKind, said: Beside, losses: Losses): readonly Block[] {
  const { tail } = stepForm(kind);
  switch (tail) {
    case 'none':
      return [];
    case 'then-else': {
      const then = entryOf(step, 'then');
      const otherwise = entryOf(step, 'else');
      return [
        ...(then === undefined ? [] : [blockOf(then, undefined, losses)]),
        ...(otherwise === undefined ? [] : [blockOf(otherwise, 'else', losses)]),
      ];
    }
    case 'steps': {
      const steps = entryOf(step, 'steps');
      return steps === undefined ? [] : [blockOf(steps, undefined, losses)];
    }
    case 'cases':
      return namedBlocks(entryOf(step, 'cases'), entryOf(step, 'else'), said, losses);
    case 'outcomes':
      return namedBlocks(entryOf(step, 'outcomes'), undefined, said, losses);
    case 'arms':
      return namedBlocks(entryOf(step, 'arms'), undefined, said, losses, true);
  }
}

function blockOf({ value, remarks }: TreeEntry, word: string | undefined, losses: Losses, short = false): Block {
  const body = printSteps(value, stepHeads, losses);
  const foot = value.kind === 'sequence' ? (value.foot ?? []) : [];
  const above = remarks?.above ?? [];
  const [first, ...others] = body;
  return {
    ...(word === undefined ? {} : { word }),
    open: '{',
    ...(remarks?.behind === undefined ? {} : { behind: remarks.behind }),
    // No line of its own stands before the word: what was said there goes inside.
    body: first === undefined ? [] : [{ ...first, above: [...above, ...first.above] }, ...others],
    foot: first === undefined ? [...above, ...foot] : foot,
    short,
  };
}

/** One block with a named block for each case, outcome or arm. */
function namedBlocks(
  entry: TreeEntry | undefined,
  otherwise: TreeEntry | undefined,
  said: Beside,
  losses: Losses,
  isArms = false,
): readonly Block[] {
  if (entry === undefined && otherwise === undefined) return [];
  const value = entry?.value;
  if (value !== undefined && value.kind !== 'mapping') {
    losses.add(value.span);
    return [];
  }
  said.above.push(...(entry?.remarks?.above ?? []));
  const named = (value?.entries ?? []).map((one) => (isArms ? printArm(one, losses) : printNamed(one, printName(one.key.value, elseOnly), losses)));
  const last = otherwise === undefined ? [] : [printNamed(otherwise, 'else', losses)];
  const behind = entry?.remarks?.behind;
  return [
    {
      open: '{',
      ...(behind === undefined ? {} : { behind }),
      body: [...named, ...last],
      foot: value?.foot ?? [],
      short: false,
    },
  ];
}

const elseOnly: readonly KeyWords[] = [keyWords(['else'])];

function printNamed(entry: TreeEntry, head: string, losses: Losses): Statement {
  const block = blockOf({ key: entry.key, value: entry.value }, undefined, losses, true);
  const { above = [], behind, gap } = entry.remarks ?? {};
  const opened = behind === undefined ? block : { ...block, behind };
  return { parts: [head], blocks: [opened], above, gap: gap === true };
}

/** `50% call { … }`. */
function printArm(entry: TreeEntry, losses: Losses): Statement {
  const name = printName(entry.key.value, []);
  if (entry.value.kind !== 'mapping') {
    losses.add(entry.key.span);
    return statement([name]);
  }
  const share = entryOf(entry.value, 'share');
  const steps = entryOf(entry.value, 'steps');
  for (const other of entry.value.entries) if (other !== share && other !== steps) losses.add(other.key.span);
  const said = beside(entry.remarks);
  takeIn(said, share?.remarks);
  takeIn(said, steps?.remarks);
  said.above.push(...(entry.value.foot ?? []));
  if (share !== undefined) takeAll(said, share.value);
  const printed = share?.value.kind === 'scalar' ? printWord(share.value) : undefined;
  // A share that looks like a name would be taken for one.
  const isShare = printed !== undefined && /^\d/.test(printed);
  if (share !== undefined && !isShare) losses.add(share.key.span);
  if (steps === undefined) losses.add(entry.key.span);
  const block = steps === undefined ? [] : [blockOf({ key: steps.key, value: steps.value }, undefined, losses, true)];
  const head = isShare ? `${printed} ${name}` : name;
  const { gap } = entry.remarks ?? {};
  return { ...withRemarks([head], block, said, entry.value), gap: gap === true };
}
