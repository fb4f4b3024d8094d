import {
  AssignTag, CaptureTag, CaseTag, ForTag, IfTag, LiquidError, Output, TypeGuards, UnlessTag, Value,
} from 'liquidjs';
import type { Arguments, Template, Token } from 'liquidjs';

import type { Report } from '../../../grammar/diagnostics/code.js';
import { closest } from '../../../grammar/did-you-mean.js';
import type { Absent, Fix } from '../../../grammar/diagnostics/diagnostic.js';
import type { Span } from '../../../grammar/span.js';
import { factsOf, union } from './liquid-conditions.js';
import { filterNames, filterResult } from './liquid-filters.js';
import { pathOf } from './liquid-paths.js';
import { createLenientParser, tagNames } from './liquid-settings.js';
import { lookUp } from './liquid-variables.js';
import type { LiquidType, Variable, Variables } from './liquid-variables.js';
import type { LocatedText } from '../located-text.js';
import type { templateCodes } from '../template-codes.js';

/** An output, `{{ company.name }}`. */
export interface Mention {
  /** Of a misspelt name the one that was probably meant: what is misspelt is not missing, too. */
  readonly path: string;
  /** Reported, and like no name there is: whatever a template has to print may be meant. */
  readonly unknown: boolean;
  readonly span: Span;
  /** Whether only some leads see it. */
  readonly conditional: boolean;
}

export interface CheckedLiquid {
  readonly mentions: readonly Mention[];
  /** False: it cannot be parsed, so nothing else is known. */
  readonly readable: boolean;
}

/** Finds, in one text, all that could fail or print nothing when a message is rendered. */
export function checkLiquid(
  text: LocatedText,
  variables: Variables,
  report: Report<typeof templateCodes>,
): CheckedLiquid {
  let templates: Template[];
  try {
    templates = createLenientParser().parse(text.text);
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    reportParseError(error, text, report);
    return { mentions: [], readable: false };
  }
  const walk: Walk = { text, variables, report, locals: new Map(), mentions: [] };
  walkAll(templates, { present: new Set(), conditional: false, unsure: false }, walk);
  return { mentions: walk.mentions, readable: true };
}

interface Walk {
  readonly text: LocatedText;
  readonly variables: Variables;
  readonly report: Report<typeof templateCodes>;
  /** In the order of the text: an assignment holds from there on. */
  readonly locals: Map<string, Variable>;
  readonly mentions: Mention[];
}

interface Branch {
  /** Paths that are certainly there. */
  readonly present: Set<string>;
  readonly conditional: boolean;
  /** Its condition has a name that does not exist, so nobody knows what is certainly there. */
  readonly unsure: boolean;
}

function walkAll(templates: readonly Template[], branch: Branch, walk: Walk): void {
  for (const template of templates) walkOne(template, branch, walk);
}

function walkOne(template: Template, branch: Branch, walk: Walk): void {
  if (template instanceof Output) {
    checkValue(template.value, branch, walk, false);
    mention(template, branch, walk);
  } else if (template instanceof IfTag || template instanceof UnlessTag) {
    walkChoice(template, branch, walk);
  } else if (template instanceof CaseTag) {
    walkCase(template, branch, walk);
  } else if (template instanceof ForTag) {
    walkLoop(template, branch, walk);
  } else if (template instanceof AssignTag) {
    walkAssign(template, branch, walk);
  } else if (template instanceof CaptureTag) {
    walkAll(template.templates, branch, walk);
    assign(template.variable, { type: 'text', optional: false }, branch, walk);
  }
}

function walkChoice(tag: IfTag | UnlessTag, branch: Branch, walk: Walk): void {
  let passed: ReadonlySet<string> = branch.present;
  let { unsure } = branch;
  for (const [index, { value, templates }] of tag.branches.entries()) {
    const before = walk.report.diagnostics.length;
    checkValue(value, { ...branch, present: new Set(passed) }, walk, true);
    unsure = unsure || walk.report.diagnostics.slice(before).some(({ code }) => code === 'C7131');
    const facts = factsOf(value);
    const negated = tag instanceof UnlessTag && index === 0;
    const here = negated ? facts.whenFalse : facts.whenTrue;
    walkAll(templates, { present: new Set(union(passed, here)), conditional: true, unsure }, walk);
    passed = union(passed, negated ? facts.whenTrue : facts.whenFalse);
  }
  walkAll(tag.elseTemplates ?? [], { present: new Set(passed), conditional: true, unsure }, walk);
}

function walkCase(tag: CaseTag, branch: Branch, walk: Walk): void {
  checkValue(tag.value, branch, walk, true);
  const [subject, ...more] = tag.value.initial.postfix;
  const alone = subject !== undefined && more.length === 0 && TypeGuards.isPropertyAccessToken(subject);
  const path = alone ? pathOf(subject) : undefined;
  for (const { values, templates } of tag.branches) {
    for (const value of values) checkToken(value, branch, walk, true);
    const sure = values.every((value) => TypeGuards.isQuotedToken(value) || TypeGuards.isNumberToken(value));
    const present = new Set(branch.present);
    if (sure && path !== undefined) present.add(path.join('.'));
    walkAll(templates, { ...branch, present, conditional: true }, walk);
  }
  walkAll(tag.elseTemplates, { ...branch, present: new Set(branch.present), conditional: true }, walk);
}

function walkLoop(tag: ForTag, branch: Branch, walk: Walk): void {
  checkArguments(tag.arguments(), branch, walk);
  const { collection } = tag;
  if (TypeGuards.isPropertyAccessToken(collection)) {
    const path = pathOf(collection) ?? [];
    const result = lookUp(walk.variables, walk.locals, path);
    const type = result.kind === 'found' ? result.variable.type : 'unknown';
    if (type !== 'list' && type !== 'unknown') {
      walk.report('C7136', spanOf(collection, walk), { name: path.join('.'), type });
    }
  } else if (TypeGuards.isQuotedToken(collection) || TypeGuards.isNumberToken(collection)) {
    walk.report('C7136', spanOf(collection, walk), { name: collection.getText(), type: 'constant' });
  }
  const inLoop: readonly string[] = [tag.variable, 'forloop'];
  const hidden = inLoop.map((name) => [name, walk.locals.get(name)] as const);
  for (const name of inLoop) walk.locals.set(name, { type: 'unknown', optional: false });
  walkAll(tag.templates, { ...branch, present: new Set(branch.present), conditional: true }, walk);
  for (const [name, outer] of hidden) {
    if (outer === undefined) walk.locals.delete(name);
    else walk.locals.set(name, outer);
  }
  walkAll(tag.elseTemplates, { ...branch, present: new Set(branch.present), conditional: true }, walk);
}

function walkAssign(tag: AssignTag, branch: Branch, walk: Walk): void {
  let variable: Variable = { type: 'unknown', optional: false };
  for (const value of tag.arguments()) {
    if (!(value instanceof Value)) continue;
    // Assigning what is missing is allowed; using it then is not.
    checkValue(value, branch, walk, true);
    variable = resultOf(value, branch, walk);
  }
  for (const name of tag.localScope()) assign(name.content, variable, branch, walk);
}

function assign(name: string, variable: Variable, { present, conditional }: Branch, { locals }: Walk): void {
  const before = locals.get(name);
  // On the other branch it keeps what it was, or is nothing.
  const optional = variable.optional || (conditional && (before?.optional ?? true));
  const type = conditional && before !== undefined && before.type !== variable.type ? 'unknown' : variable.type;
  locals.set(name, { type, optional });
  if (variable.optional) present.delete(name);
  else present.add(name);
}

function resultOf({ initial, filters }: Value, { present }: Branch, walk: Walk): Variable {
  const last = filters.at(-1);
  const [token, ...more] = initial.postfix;
  const defaulted = filters[0]?.name === 'default';
  if (last !== undefined && !(defaulted && filters.length === 1)) {
    return { type: filterResult(last.name), optional: false };
  }
  if (token === undefined || more.length > 0) return { type: 'boolean', optional: false };
  if (!TypeGuards.isPropertyAccessToken(token)) return { type: literalType(token), optional: false };
  const path = pathOf(token) ?? [];
  const result = lookUp(walk.variables, walk.locals, path);
  if (result.kind === 'unknown') return { type: 'unknown', optional: false };
  const { type, optional } = result.variable;
  return { type, optional: optional && !defaulted && !present.has(path.join('.')) };
}

function literalType(token: Token): LiquidType {
  if (TypeGuards.isNumberToken(token)) return 'number';
  return TypeGuards.isRangeToken(token) ? 'list' : 'text';
}

function mention(output: Output, { conditional }: Branch, walk: Walk): void {
  const [token] = output.value.initial.postfix;
  if (token === undefined || !TypeGuards.isPropertyAccessToken(token)) return;
  const path = pathOf(token);
  if (path === undefined) return;
  const found = lookUp(walk.variables, walk.locals, path);
  const near = found.kind === 'unknown' ? found.near : undefined;
  const unknown = found.kind === 'unknown' && near === undefined && path[0] !== 'lead' && path[0] !== 'entry';
  walk.mentions.push({ path: near ?? path.join('.'), unknown, span: spanOf(token, walk), conditional });
}

/** `lenient`: Liquid takes what is missing as nothing here, as in a condition. */
function checkValue(value: Value, branch: Branch, walk: Walk, lenient: boolean): void {
  const { initial, filters } = value;
  const defaulted = filters[0]?.name === 'default';
  for (const token of initial.postfix) checkToken(token, branch, walk, lenient || defaulted);
  let from = endOf(initial.postfix);
  for (const { name, args } of filters) {
    const at = filterSpan(walk.text, from, name);
    from = at.end;
    const span = walk.text.at(at.start, at.end);
    if (!filterNames.includes(name)) {
      walk.report('C7133', span, { name, near: closest(name, filterNames)[0], known: filterNames });
    } else if (name === 'default' && args.length === 0) {
      walk.report('C7138', span, {});
    } else if (name === 'date') {
      checkClock(initial.postfix, walk);
    }
    for (const argument of args) {
      const token = Array.isArray(argument) ? argument[1] : argument;
      if (token === undefined) continue;
      checkToken(token, branch, walk, false);
      from = Math.max(from, token.end);
    }
  }
}

function checkClock([token]: readonly Token[], walk: Walk): void {
  if (token === undefined || !TypeGuards.isQuotedToken(token)) return;
  if (token.content === 'now' || token.content === 'today') walk.report('C7137', spanOf(token, walk), {});
}

function checkArguments(values: Arguments, branch: Branch, walk: Walk): void {
  for (const value of values) {
    if (value instanceof Value) checkValue(value, branch, walk, false);
    else checkToken(value, branch, walk, false);
  }
}

function checkToken(token: Token, branch: Branch, walk: Walk, lenient: boolean): void {
  if (TypeGuards.isRangeToken(token)) {
    checkToken(token.lhs, branch, walk, false);
    checkToken(token.rhs, branch, walk, false);
  } else if (TypeGuards.isPropertyAccessToken(token)) {
    const path = pathOf(token);
    if (path === undefined) {
      const [root] = token.props;
      walk.report('C7135', spanOf(token, walk), { root: root?.getText() ?? token.getText() });
      return;
    }
    checkPath(path, spanOf(token, walk), branch, walk, lenient);
  }
}

function checkPath(path: readonly string[], span: Span, { present, unsure }: Branch, walk: Walk, lenient: boolean): void {
  const name = path.join('.');
  const result = lookUp(walk.variables, walk.locals, path);
  if (result.kind === 'unknown') {
    const { near, known } = result;
    const fixes = near === undefined ? [] : [rename(span, near)];
    walk.report('C7131', span, { name, near, known }, { fixes, ...absentOf(path) });
    return;
  }
  const guard = path.slice(0, 2).join('.');
  if (!result.variable.optional || lenient || unsure || present.has(name) || present.has(guard)) return;
  const why = path[0] === 'unsubscribe_url' ? 'is there only in marketing mail' : 'is missing for some leads';
  walk.report('C7132', span, { name, why, guard });
}

/** What the schema would declare; other variables are built in. */
function absentOf([root, name]: readonly string[]): { readonly absent?: Absent } {
  if (name === undefined) return {};
  if (root === 'lead' || root === 'account') return { absent: { kind: `${root} attribute`, name } };
  return root === 'entry' ? { absent: { kind: 'property', name } } : {};
}

function rename(span: Span, text: string): Fix {
  return { title: `write ${text}`, safety: 'unsafe', edits: [{ span, text }] };
}

function spanOf({ begin, end }: Token, { text }: Walk): Span {
  return text.at(begin, end);
}

function endOf(tokens: readonly Token[]): number {
  return Math.max(0, ...tokens.map(({ end }) => end));
}

/** Liquid keeps the places of values, not of filters' names: the next one behind what was read. */
function filterSpan(
  { text }: LocatedText,
  from: number,
  name: string,
): { readonly start: number; readonly end: number } {
  const bar = text.indexOf('|', from);
  const start = text.indexOf(name, bar < 0 ? from : bar);
  return start < 0 ? { start: from, end: from } : { start, end: start + name.length };
}

function reportParseError(
  { message, token }: LiquidError,
  text: LocatedText,
  report: Report<typeof templateCodes>,
): void {
  const open = unclosedAt(text.text, token.begin);
  if (open !== undefined) {
    const braces = text.text.slice(open, open + 2);
    report('C7130', text.at(open, open + 2), { problem: `this "${braces}" is not closed` });
    return;
  }
  const span = text.at(token.begin, Math.max(token.end, token.begin + 1));
  const tag = /^tag "([^"]*)" not found/.exec(message)?.[1];
  if (tag === undefined) {
    const problem = message.replace(/, (?:file|line):.*$/s, '').replace(/\s+/g, ' ').trim();
    report('C7130', span, { problem });
    return;
  }
  const start = token.begin + Math.max(0, token.getText().indexOf(tag));
  const near = closest(tag, tagNames)[0];
  report('C7134', text.at(start, start + tag.length), { name: tag, near, known: tagNames });
}

/** Liquid reads on to the next closing braces, and complains there of what is in between. */
function unclosedAt(text: string, from: number): number | undefined {
  const open = Math.max(text.lastIndexOf('{{', from), text.lastIndexOf('{%', from));
  if (open < 0) return undefined;
  const close = text.indexOf(text.charAt(open + 1) === '{' ? '}}' : '%}', open);
  const next = text.slice(open + 2).search(/\{\{|\{%/);
  return close < 0 || (next >= 0 && open + 2 + next < close) ? open : undefined;
}
