import type { StepAst, StepKind } from '../ast/step.js';
import { closest } from '../did-you-mean.js';
import type { Fix } from '../diagnostics/diagnostic.js';
import { unreachable } from '../expressions/depth.js';
import type { Span } from '../span.js';
import { stepKeys, stepKinds } from '../steps/all-steps.js';
import type { TreeEntry, TreeMapping } from '../tree/tree-node.js';
import type { Context } from './context.js';
import { decodeKeys } from './decode-keys.js';
import type { KeyTable } from './key-table.js';
import { reportKind, type Input } from './read-scalar.js';

/** Decodes a step; one that does not say what it does, or has no id, is reported and left out. */
export function decodeStep(input: Input, context: Context): StepAst | undefined {
  if (input.node.kind !== 'mapping') {
    reportKind(input, 'keys with values', context);
    return undefined;
  }
  const mapping = input.node;
  const [verb, second] = verbsOf(mapping);
  if (verb === undefined) {
    reportVerb(mapping, context);
    return undefined;
  }
  if (second !== undefined) {
    const labels = [{ span: verb.entry.key.span, text: 'the step already begins here' }];
    context.report('C1009', second.entry.key.span, { first: verb.kind, second: second.kind }, { labels });
  }
  return decodeKind(verb, mapping, context);
}

interface Verb {
  readonly kind: StepKind;
  readonly entry: TreeEntry;
}

function decodeKind({ kind, entry }: Verb, mapping: TreeMapping, context: Context): StepAst | undefined {
  const id = context.types.name.decode({ node: entry.value, key: kind, example: 'hello' }, context);
  const span = lineOf(entry);
  const where = { where: `a step "${kind}"`, others: stepKinds };
  const keysOf = <Keys extends KeyTable>(keys: Keys) => decodeKeys(mapping, keys, where, context);

  // Without an id the keys are still decoded, for what is wrong with them.
  const base = { id: id ?? { value: '', span }, span };
  const step = ((): StepAst => {
    switch (kind) {
      case 'send':
        return { kind, ...base, ...keysOf(stepKeys.send) };
      case 'wait':
        return { kind, ...base, ...keysOf(stepKeys.wait) };
      case 'if':
        return { kind, ...base, ...keysOf(stepKeys.if) };
      case 'branch':
        return { kind, ...base, cases: [], ...keysOf(stepKeys.branch) };
      case 'split':
        return { kind, ...base, arms: [], ...keysOf(stepKeys.split) };
      case 'set':
        return { kind, ...base, ...keysOf(stepKeys.set) };
      case 'task':
        return { kind, ...base, assign: [], outcomes: [], ...keysOf(stepKeys.task) };
      case 'do':
        return { kind, ...base, ...keysOf(stepKeys.do) };
      case 'start':
        return { kind, ...base, ...keysOf(stepKeys.start) };
      case 'repeat':
        return { kind, ...base, ...keysOf(stepKeys.repeat) };
      case 'end':
        return { kind, ...base, ...keysOf(stepKeys.end) };
      default:
        return unreachable(kind);
    }
  })();
  return id === undefined ? undefined : step;
}

function reportVerb(mapping: TreeMapping, context: Context): void {
  const [first] = mapping.entries;
  const near = first === undefined ? [] : closest(first.key.value, stepKinds);
  const [best] = near;
  if (first === undefined || best === undefined) {
    context.report('C1008', first?.key.span ?? mapping.span, { verbs: stepKinds });
    return;
  }
  const { value: key, span } = first.key;
  const fixes: readonly Fix[] = [{ title: `write ${best}`, safety: 'unsafe', edits: [{ span, text: best }] }];
  context.report('C1001', span, { key, where: 'a step', near, known: stepKinds }, { fixes });
}

function verbsOf(mapping: TreeMapping): readonly Verb[] {
  const verbs: Verb[] = [];
  for (const entry of mapping.entries) {
    const kind = kindNamed.get(entry.key.value);
    if (kind !== undefined) verbs.push({ kind, entry });
  }
  return verbs;
}

const kindNamed: ReadonlyMap<string, StepKind> = new Map(stepKinds.map((kind) => [kind, kind]));

/** `send: hello`. */
function lineOf({ key, value }: TreeEntry): Span {
  return { ...key.span, end: Math.max(key.span.end, value.kind === 'scalar' ? value.span.end : key.span.end) };
}
