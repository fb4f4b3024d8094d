import type { FitFactorAst, PainRuleAst, ScoringAst } from '../ast/scoring.js';
import type { Checked } from '../diagnostics/diagnostic.js';
import { parseFitRule, parsePainRule } from '../expressions/parse-phrases.js';
import type { Located, Source } from '../span.js';
import { decodeFile, type Context } from './context.js';
import { decodeKeys } from './decode-keys.js';
import { decodePhrase } from './decode-phrase.js';
import { decodeAs } from './decode-value.js';
import { namedEntries, type NamedEntry } from './entries.js';
import { given } from './given.js';
import { keyTable } from './key-table.js';

export const scoringKeys = keyTable({
  ready: { type: 'number', required: true, doc: 'The points at which a lead is ready for sales.' },
  fit: { type: 'mapping', doc: 'Points for who the lead is; the first match of a factor counts.' },
  pain: { type: 'mapping', doc: 'Points for what the lead did.' },
  limits: { type: 'mapping', doc: 'The most that a factor can give in all.' },
  approved: { type: 'names', doc: 'Who agreed to these rules.' },
});

const later = ['velocity', 'bands', 'decay', 'calibrated', 'account', 'company'];

/** The scoring rules. With errors, as much of them as could be read. */
export function decodeScoring(source: Source): Checked<ScoringAst | undefined> {
  return decodeFile(source, (root, context) => {
    const keys = decodeKeys(root, scoringKeys, { where: 'a scoring file', later }, context);
    return {
      kind: 'scoring',
      ...given({ ready: keys.ready }),
      fit: namedEntries(keys.fit, 'names', context).map((named) => decodeFactor(named, context)),
      pain: namedEntries(keys.pain, 'names', context).flatMap((named) => decodePain(named, context)),
      limits: namedEntries(keys.limits, 'names', context).flatMap((named) => decodeLimit(named, context)),
      approved: keys.approved ?? [],
      span: root.span,
    };
  });
}

/** One rule, or a list of them. */
function decodeFactor({ name, entry }: NamedEntry, context: Context): FitFactorAst {
  const nodes = entry.value.kind === 'sequence' ? entry.value.items : [entry.value];
  const example = '25 when lead.seniority == "vp"';
  const rules = nodes.flatMap(
    (node) => decodePhrase({ node, key: name.value, example }, parseFitRule, 'expression', context) ?? [],
  );
  return { name, rules, span: name.span };
}

function decodePain({ name, entry }: NamedEntry, context: Context): readonly PainRuleAst[] {
  const input = { node: entry.value, key: name.value, example: '20 on demo_requested once guess' };
  const rule = decodePhrase(input, parsePainRule, 'expression', context);
  return rule === undefined ? [] : [{ name, ...rule }];
}

function decodeLimit(
  { name, entry }: NamedEntry,
  context: Context,
): readonly { readonly name: Located<string>; readonly points: Located<number> }[] {
  const points = decodeAs('number', { node: entry.value, key: name.value, example: '30' }, context);
  return points === undefined ? [] : [{ name, points }];
}
