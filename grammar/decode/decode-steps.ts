import type { StepAst, StepKind } from '../ast/campaign.js';
import { closest } from '../did-you-mean.js';
import type { Fix } from '../diagnostics/diagnostic.js';
import type { Located, Span } from '../span.js';
import { unreachable } from '../expressions/depth.js';
import { allSteps, stepKinds } from '../steps/all-steps.js';
import { commonStepKeys } from '../steps/step.js';
import type { YamlEntry, YamlMapping, YamlSequence } from '../yaml/yaml-node.js';
import type { Context } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { decodeAs } from './decode-value.js';
import { mappingItems } from './entries.js';
import { given } from './given.js';
import type { KeyTable } from './key-table.js';

const laterVerbs: readonly string[] = ['split', 'branch', 'repeat', 'do', 'start'];

const laterKeys: readonly string[] = [
  'assign', 'outcomes', 'variants', 'was', 'to', 'unless', 'every', 'until', 'play', 'none_left',
  'with', 'timeout', 'failed', 'arms', 'best', 'on', 'skip', 'share',
];

/** Decodes a list of steps; one that does not say what it does, or has no id, is left out. */
export function decodeSteps(list: YamlSequence, context: Context): readonly StepAst[] {
  const items = mappingItems(list, { key: 'steps', example: '- send: hello' }, context);
  return items.flatMap((mapping) => decodeStep(mapping, context) ?? []);
}

function decodeStep(mapping: YamlMapping, context: Context): StepAst | undefined {
  const verbs = mapping.entries.filter(({ key }) => kindOf(key.value) !== undefined);
  const [verb, second] = verbs;
  const kind = verb === undefined ? undefined : kindOf(verb.key.value);
  if (verb === undefined || kind === undefined) {
    reportVerb(mapping, context);
    return undefined;
  }
  if (second !== undefined) {
    const labels = [{ span: verb.key.span, text: 'the step already begins here' }];
    context.report('C1009', second.key.span, { first: kind, second: second.key.value }, { labels });
  }
  return decodeKind(kind, mapping, verb, context);
}

function decodeKind(kind: StepKind, mapping: YamlMapping, verb: YamlEntry, context: Context): StepAst | undefined {
  const where = {
    where: `a step "${kind}"`,
    later: laterKeys.filter((key) => !Object.hasOwn(allSteps[kind].keys, key)),
    others: stepKinds,
  };
  const id: Located<string> | undefined = decodeAs('name', { node: verb.value, key: kind, example: 'hello' }, context);
  const span = lineOf(verb);
  const keysOf = <Keys extends KeyTable>(keys: Keys) => decodeKeys(mapping, keys, where, context);
  const branch = (list: YamlSequence | undefined) => (list === undefined ? undefined : decodeSteps(list, context));

  // Without an id the keys are still decoded, for what is wrong with them.
  const base = { id: id ?? { value: '', span }, span };
  const step = ((): StepAst => {
    switch (kind) {
      case 'send':
        return { kind, ...base, ...keysOf({ ...allSteps.send.keys, ...commonStepKeys }) };
      case 'wait': {
        const { then, else: otherwise, ...keys } = keysOf({ ...allSteps.wait.keys, ...commonStepKeys });
        return { kind, ...base, ...keys, ...given({ then: branch(then), else: branch(otherwise) }) };
      }
      case 'if': {
        const { then, else: otherwise, ...keys } = keysOf({ ...allSteps.if.keys, ...commonStepKeys });
        return { kind, ...base, ...keys, ...given({ then: branch(then), else: branch(otherwise) }) };
      }
      case 'set':
        return { kind, ...base, ...keysOf({ ...allSteps.set.keys, ...commonStepKeys }) };
      case 'task':
        return { kind, ...base, ...keysOf({ ...allSteps.task.keys, ...commonStepKeys }) };
      case 'end':
        return { kind, ...base, ...keysOf({ ...allSteps.end.keys, ...commonStepKeys }) };
      default:
        return unreachable(kind);
    }
  })();
  return id === undefined ? undefined : step;
}

function reportVerb(mapping: YamlMapping, context: Context): void {
  const later = mapping.entries.find(({ key }) => laterVerbs.includes(key.value));
  if (later !== undefined) {
    context.report('C1007', later.key.span, { construct: `${later.key.value}:` });
    return;
  }
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

function kindOf(key: string): StepKind | undefined {
  return stepKinds.find((kind) => kind === key);
}

/** `send: hello`. */
function lineOf({ key, value }: YamlEntry): Span {
  return { ...key.span, end: Math.max(key.span.end, value.kind === 'scalar' ? value.span.end : key.span.end) };
}
