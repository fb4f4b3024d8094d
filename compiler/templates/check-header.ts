import type { More, Report } from '../../grammar/diagnostics/code.js';
import { closest } from '../../grammar/did-you-mean.js';
import type { Span } from '../../grammar/span.js';
import type { FrontMatter } from './front-matter.js';
import { checkLiquid } from './liquid/check-liquid.js';
import { liquidPieces, maskLiquid } from './liquid/liquid-pieces.js';
import type { Variables } from './liquid/liquid-variables.js';
import type { LocatedText } from './located-text.js';
import { assetTypes, knownWord, purposes } from './message-tags.js';
import type { templateCodes } from './template-codes.js';

type TemplateReport = Report<typeof templateCodes>;

/** What the front matter says beside subject and preheader. */
export interface Tags {
  readonly purpose?: string;
  readonly asset?: { readonly type: string; readonly name: string };
  readonly discount?: string;
}

/** Checks the front matter and reads what it says beside subject and preheader. */
export function checkHeader(frontMatter: FrontMatter, variables: Variables, report: TemplateReport): Tags {
  const { values, span } = frontMatter;
  // One cause, one report: with unreadable front matter nothing is missing from it.
  const readable = report.diagnostics.length === 0;
  if (values.subject === undefined) {
    if (readable) report('C7105', span, {});
  } else {
    checkSubject(values.subject, variables, report);
  }
  if (values.preheader !== undefined) checkPreheader(values.preheader, variables, report);
  else if (readable) report('C7107', span, {});
  const tags = {
    ...tag('purpose', values.purpose && checkPurpose(values.purpose, report)),
    ...tag('asset', values.asset && checkAsset(values.asset, report)),
    ...tag('discount', values.discount && checkDiscount(values.discount, report)),
  };
  const promotion = values.discount ?? (values.purpose?.text === 'offer' ? values.purpose : undefined);
  if (!variables.marketing && promotion !== undefined) report('C7153', promotion.span, {});
  return tags;
}

function tag<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [Name in Key]?: Value } {
  const none: { readonly [Name in Key]?: Value } = {};
  return value === undefined ? none : { ...none, [key]: value };
}

function checkSubject(subject: LocatedText, variables: Variables, report: TemplateReport): void {
  checkLiquid(subject, variables, report);
  const length = leastLength(subject.text);
  if (length > 78) report('C7106', subject.span, { length });
  const [pretends] = /^(?:re|fwd?|aw|wg|antw|sv|rv)\s*:/i.exec(subject.text) ?? [];
  if (pretends !== undefined) report('C7109', subject.at(0, pretends.length), { prefix: pretends });
}

function checkPreheader(preheader: LocatedText, variables: Variables, report: TemplateReport): void {
  checkLiquid(preheader, variables, report);
  const length = leastLength(preheader.text);
  if (length > 140) report('C7108', preheader.span, { length });
}

function checkPurpose({ text, span }: LocatedText, report: TemplateReport): string | undefined {
  const purpose = knownWord(text, purposes);
  if (purpose === undefined) report('C7150', span, unknownWord(text, purposes), suggestion(span, text, purposes));
  return purpose;
}

/** `case-study leases`: what it is, and its name in reports. */
function checkAsset({ text, span, at }: LocatedText, report: TemplateReport): Tags['asset'] {
  const [word = '', name = '', ...rest] = text.split(/\s+/);
  const type = knownWord(word, assetTypes);
  if (type === undefined) {
    const place = at(0, word.length);
    report('C7151', place, { ...unknownWord(word, assetTypes), because: 'type' }, suggestion(place, word, assetTypes));
    return undefined;
  }
  if (rest.length > 0 || !/^[a-z\d]+(?:[-_][a-z\d]+)*$/.test(name)) {
    report('C7151', span, { name: text, near: undefined, known: assetTypes, because: 'name' });
    return undefined;
  }
  return { type, name };
}

/** `10%` or `5 EUR`, so that what the discount cost can be counted (domain.md E-05). */
function checkDiscount({ text, span }: LocatedText, report: TemplateReport): string | undefined {
  const [, percent] = /^(\d{1,3}(?:\.\d+)?)\s?%$/.exec(text) ?? [];
  const share = Number(percent);
  if (percent !== undefined && share > 0 && share <= 100) return `${share}%`;
  const [, amount, currency] = /^(\d+(?:\.\d{1,2})?)\s?([A-Z]{3})$/.exec(text) ?? [];
  if (amount !== undefined && currency !== undefined && Number(amount) > 0) return `${amount} ${currency}`;
  report('C7152', span, { text });
  return undefined;
}

function unknownWord(
  name: string,
  known: readonly string[],
): { readonly name: string; readonly near: string | undefined; readonly known: readonly string[] } {
  return { name, near: closest(name, known, 1)[0], known };
}

function suggestion(span: Span, word: string, known: readonly string[]): More {
  const [near] = closest(word, known, 1);
  return near === undefined ? {} : { fixes: [{ title: `write ${near}`, safety: 'unsafe', edits: [{ span, text: near }] }] };
}

/** Without what Liquid may add. */
function leastLength(text: string): number {
  const { text: masked, words } = maskLiquid(text, liquidPieces(text));
  const { length } = Array.from(masked);
  return length - [...words.keys()].reduce((sum, word) => sum + word.length, 0);
}
