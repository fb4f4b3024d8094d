import type { Item } from './library-words.js';

/** A stretch of a file that an edit replaces. */
export interface Stretch {
  readonly path: string;
  readonly start: number;
  readonly text: string;
}

/** Where something of one kind stands. */
interface Where {
  readonly files: RegExp;
  /** Of the item: `key …` or `value …`. */
  readonly at: RegExp;
  /** What of the item: its group, or else all of it. */
  readonly part?: RegExp;
}

/** A name or a word that can be mistaken for no other; edits misspell it. */
export interface WordKind {
  readonly kind: 'word';
  readonly name: string;
  readonly where: readonly Where[];
  /** Instead of a slip, a word now and then that is like no other. */
  readonly unrelated: boolean;
}

/** A value; edits put another one in its place, which is wrong here. */
export interface ValueKind {
  readonly kind: 'value';
  readonly name: string;
  readonly where: readonly (Where & { readonly instead: readonly string[] })[];
}

const campaigns = /^campaigns\//;
const scoring = /^scoring\//;
const schema = /^schema\//;
const tests = /^tests\//;
const workspace = /^perennial\.yaml$/;
const templates = /^templates\//;
const formulas = /^(?:campaigns|scoring)\//;

/** Expressions and phrases: where names of every sort can stand. */
const phrase = /^value (?!.*\.(?:note|title)$).*(?:enter|leave|goal|steps|email|fit|pain)\b/;

/** Keys that are names: an author makes them up, or takes them from elsewhere. */
const ownKeys: readonly Where[] = [
  { files: workspace, at: /^key (?:hours|topics|senders)\.[^.]+$/ },
  { files: schema, at: /^key (?:lead|events)\.[^.]+$/ },
  { files: schema, at: /\.properties\.[^.]+$/ },
  { files: scoring, at: /^key (?:fit|pain|limits)\.[^.]+$/ },
  { files: tests, at: /\.(?:lead|with)\.[^.]+$/ },
];

export const wordKinds: readonly WordKind[] = [
  word('key', [{ files: /\.yaml$/, at: /^key / }], { unrelated: true }),
  word('front matter key', [{ files: templates, at: /^key / }], { unrelated: true }),
  word('topic', [{ files: campaigns, at: /^value .*email$/, part: /topic (\S+)/g }], { unrelated: true }),
  word('sender', [{ files: campaigns, at: /^value .*email$/, part: /from (\S+)/g }], { unrelated: true }),
  word('hours', [{ files: campaigns, at: /^value .*email$/, part: /hours (\S+)/g }], { unrelated: true }),
  word(
    'attribute',
    [
      { files: formulas, at: phrase, part: /\blead\.(\w+)/g },
      { files: tests, at: /^key tests\.\*\.lead\.[^.]+$/ },
    ],
    { unrelated: true },
  ),
  word(
    'event',
    [
      { files: campaigns, at: /^value .*\.on$/ },
      { files: campaigns, at: /^value goal$/, part: /^(\w+)/g },
      { files: campaigns, at: /^value .*\.for$/, part: /^(\w+)$/g },
      { files: formulas, at: phrase, part: /\bdid\((\w+)/g },
      { files: scoring, at: /^value pain\./, part: / on (\w+)/g },
      { files: tests, at: /^value tests\.\*\.events\.\*\.event$/ },
      { files: workspace, at: /^value activation$/ },
    ],
    { unrelated: true },
  ),
  word(
    'property of an event',
    [
      { files: formulas, at: phrase, part: /\b(?:event|entry)\.(\w+)/g },
      { files: tests, at: /^key .*\.with\.[^.]+$/ },
    ],
    { unrelated: true },
  ),
  word('template', [{ files: campaigns, at: /^value .*\.send$/ }], { unrelated: true }),
  word('step in a test', [{ files: tests, at: /^value tests\.\*\.expect\.\*\.(?:sent|skipped|task)$/ }], { unrelated: true }),
  word('campaign in a test', [{ files: tests, at: /^value tests\.\*\.campaign$/ }], { unrelated: true }),
  word('factor with a limit', [{ files: scoring, at: /^key limits\.[^.]+$/ }], { unrelated: true }),
  word(
    'template variable',
    [
      { files: templates, at: /^(?:body|value)/, part: /\{[{%] *(?:if )?(?:lead|entry|company)\.(\w+)/g },
      { files: templates, at: /^(?:body|value)/, part: /\{\{ *(\w+)/g },
    ],
    { unrelated: true },
  ),
  word(
    'value of an enum',
    [
      { files: campaigns, at: /^value (?:kind|stage|.*\.late)$/ },
      { files: formulas, at: phrase, part: /"(c_level|vp|manager|corporate|trial)"/g },
      { files: scoring, at: /^value pain\./, part: /(guess)$/g },
      { files: schema, at: /\.type$/ },
      { files: schema, at: /^value (?:lead|events)\..*(?:seniority|email_kind|plan|source|topic)\.(?:default|example)$/ },
      { files: workspace, at: /\.opt$/ },
      { files: templates, at: /^value purpose$/ },
      { files: tests, at: /^value tests\.\*\.(?:lead|events\.\*\.with)\.(?:plan|seniority|source)$/ },
      { files: tests, at: /\.left$/ },
    ],
    { unrelated: true },
  ),
  word(
    'word of a phrase',
    [
      { files: campaigns, at: /^value goal$/, part: /(within)/g },
      { files: campaigns, at: /^value .*email$/, part: /\b(topic|from|hours)\b/g },
      { files: campaigns, at: /^value .*\.at$/, part: /\b(day|mon-fri|spread)\b/g },
      { files: campaigns, at: /^value .*\.again$/, part: /\b(never|after|each)\b/g },
      { files: formulas, at: phrase, part: /\b(did|ever|since|where|and|not|in)\b/g },
      { files: scoring, at: /^value pain\./, part: /\b(at|most|per|day|once)\b/g },
      { files: workspace, at: /^value caps\.\*$/, part: /\b(marketing|emails|in)\b/g },
      { files: workspace, at: /^value over_cap$/, part: /\b(defer|then|drop)\b/g },
    ],
    { unrelated: false },
  ),
];

export const valueKinds: readonly ValueKind[] = [
  {
    kind: 'value',
    name: 'value of another type',
    where: [
      { files: campaigns, at: /^value .*\.(?:at_most|due|after)$/, instead: ['soon', '3', 'true'] },
      { files: campaigns, at: /^value goal$/, part: /within (\S+)$/g, instead: ['soon', '14'] },
      { files: campaigns, at: /^value cost$/, part: /^(\d+)/g, instead: ['much', 'true'] },
      { files: campaigns, at: /^value .*\.when$/, part: /^(lead\.employee)$/g, instead: ['lead.company_size', '"yes"', '1'] },
      { files: formulas, at: phrase, part: /lead\.company_size [<>]= (\d+)/g, instead: ['"fifty"', 'now', 'true'] },
      { files: formulas, at: phrase, part: /(?:==|in) ("\/pricing"|\["\/pricing".*?\]|"trial"|"corporate"|\["c_level".*?\])/g, instead: ['7', 'true', 'now'] },
      { files: campaigns, at: /^value .*\.for$/, part: /^(did\(.*)$/g, instead: ['count(page_viewed ever)', 'lead.company_size', '12'] },
      { files: campaigns, at: /^value .*\.to$/, instead: ['true', '12', '"today"'] },
      { files: scoring, at: /^value ready$/, instead: ['many', 'true'] },
      { files: scoring, at: /^value limits\./, instead: ['many', 'true'] },
      { files: scoring, at: /^value (?:fit|pain)\b/, part: /^(\d+)/g, instead: ['many', 'true'] },
      { files: schema, at: /^value .*\.(?:effort)$/, instead: ['many', 'true', '9'] },
      { files: schema, at: /^value .*\.(?:product|personal)$/, instead: ['maybe', '1'] },
      { files: schema, at: /^value (?:lead\.company_size|.*\.(?:recipients|people|used|limit|amount))\.example$/, instead: ['many', 'true'] },
      { files: schema, at: /^value lead\.(?:target_account|employee)\.(?:default|example)$/, instead: ['maybe', '1'] },
      { files: schema, at: /^value .*(?:renewal_date|period_end|upgrade_offered_at)\.example$/, instead: ['soon', '3', 'true'] },
      { files: workspace, at: /^value free_trial$/, instead: ['maybe', '1'] },
      { files: workspace, at: /^value hours\./, part: /(\d+:\d+-\d+:\d+)/g, instead: ['daytime', '9'] },
      { files: workspace, at: /^value caps\.\*$/, part: /^(\d+)/g, instead: ['some', 'true'] },
      { files: tests, at: /^value .*\.lead\.(?:company_size|employee|renewal_date)$/, instead: ['some', '"1"'] },
      { files: tests, at: /^value .*\.with\.(?:people|amount|used|limit|period_end|fit|pain|total)$/, instead: ['some', 'true'] },
      { files: tests, at: /^value .*\.events\.\*\.(?:at|after)$/, instead: ['soon', '3'] },
      { files: tests, at: /^value .*\.expect\.\*\.at$/, instead: ['soon', '10:00', 'true'] },
    ],
  },
  {
    kind: 'value',
    name: 'unit',
    where: [
      { files: formulas, at: /^value (?!.*note)/, part: /\b\d+(s|min|h|d|w|mo|y)\b/g, instead: units() },
      { files: workspace, at: /^value (?:caps|over_cap)/, part: /\b\d+(s|min|h|d|w|mo|y)\b/g, instead: units() },
      { files: tests, at: /^value tests\.\*\.events\.\*\.after$/, part: /\b\d+(s|min|h|d|w|mo|y)\b/g, instead: units() },
      { files: campaigns, at: /^value cost$/, part: /\b(EUR)\b/g, instead: ['Euro', 'EURO', 'EU'] },
    ],
  },
  {
    kind: 'value',
    name: 'segment that is not there',
    where: [{ files: formulas, at: phrase, part: /(lead\.(?:employee|target_account))$/g, instead: ['lead in employees', 'lead in target-accounts'] }],
  },
];

/** Every place of one kind. */
export function stretchesOf(where: Where, items: readonly Item[], skipOwnKeys: boolean): readonly Stretch[] {
  return items
    .filter((item) => stands(where, item) && !(skipOwnKeys && ownKeys.some((own) => stands(own, item))))
    .flatMap(({ path, text, start }) => {
      if (where.part === undefined) return [{ path, start, text }];
      return [...text.matchAll(where.part)].flatMap((found) => {
        const [whole, part] = found;
        return part === undefined ? [] : [{ path, start: start + found.index + whole.indexOf(part), text: part }];
      });
    });
}

function stands({ files, at }: Where, item: Item): boolean {
  return files.test(item.path) && at.test(item.at);
}

function word(name: string, where: readonly Where[], { unrelated }: { readonly unrelated: boolean }): WordKind {
  return { kind: 'word', name, where, unrelated };
}

/** As people write them elsewhere. */
function units(): readonly string[] {
  return ['m', 'days', 'hrs', 'minutes', 'sec', 'D', 'weeks', 'x'];
}
