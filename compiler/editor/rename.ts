import { nameShape } from '../../grammar/decode/entries.js';
import type { Edit } from '../../grammar/diagnostics/diagnostic.js';
import { reservedWords } from '../../grammar/expressions/tokens.js';
import type { Span } from '../../grammar/span.js';
import { campaignNameOf, templateKey } from '../project.js';
import { formerName } from './former-name.js';
import type { Knowledge } from './knowledge.js';
import { filesOf, occurrencesAt, occurrencesIn, occurrencesOf } from './symbols/occurrences.js';
import type { NamedSymbol, Occurrence } from './symbols/symbol.js';
import { symbolKey } from './symbols/symbol.js';

export interface MovedFile {
  readonly from: string;
  readonly to: string;
}

export type Renamed =
  | { readonly kind: 'renamed'; readonly edits: readonly Edit[]; readonly files: readonly MovedFile[] }
  | { readonly kind: 'refused'; readonly because: string };

/** What a rename at the offset would be of; undefined where nothing has a name that is the author's. */
export function renameableAt(
  knowledge: Knowledge,
  path: string,
  offset: number,
): { readonly name: string; readonly span: Span } | undefined {
  const [first] = occurrencesAt(knowledge, path, offset);
  if (first === undefined || !isOurs(knowledge, first.symbol)) return undefined;
  return { name: first.symbol.name, span: contentOf(knowledge, first) };
}

/**
 * Gives what is named at the offset another name, in every file: campaigns, scoring, segments,
 * tests, and the Liquid of templates. Files that bear the name move.
 *
 * A word that names two things at once, the step and the template of `send: hello`, stays one
 * word: both get the new name. Of a step and a campaign `was` keeps the former one.
 */
export function rename(knowledge: Knowledge, path: string, offset: number, to: string): Renamed {
  const here = occurrencesAt(knowledge, path, offset);
  const [first] = here;
  if (first === undefined) return refused('There is nothing to rename here.');
  const symbols = together(knowledge, here.map(({ symbol }) => symbol));
  for (const symbol of symbols) {
    const because = refusal(knowledge, symbol, to);
    if (because !== undefined) return refused(because);
  }
  const places = symbols.flatMap((symbol) => occurrencesOf(knowledge, symbol)).filter(({ isFile }) => isFile !== true);
  const edits = places.map((one) => ({ span: contentOf(knowledge, one), text: to }));
  const former = symbols.flatMap((symbol) => formerName(knowledge, symbol));
  return { kind: 'renamed', edits: unique([...edits, ...former]), files: symbols.flatMap((symbol) => moves(knowledge, symbol, to)) };
}

function refused(because: string): Renamed {
  return { kind: 'refused', because };
}

/** The symbols, and those that share a word with one of them. */
function together(knowledge: Knowledge, symbols: readonly NamedSymbol[]): readonly NamedSymbol[] {
  const byPlace = new Map<string, Occurrence[]>();
  for (const one of occurrencesIn(knowledge)) {
    if (one.isFile === true) continue;
    const place = `${one.span.file} ${one.span.start}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), one]);
  }
  const found = new Map(symbols.map((symbol) => [symbolKey(symbol), symbol]));
  for (const symbol of found.values()) {
    for (const { span, isFile } of occurrencesOf(knowledge, symbol)) {
      if (isFile === true) continue;
      for (const { symbol: other } of byPlace.get(`${span.file} ${span.start}`) ?? []) found.set(symbolKey(other), other);
    }
  }
  return [...found.values()];
}

function isOurs(knowledge: Knowledge, symbol: NamedSymbol): boolean {
  return occurrencesOf(knowledge, symbol).some(({ role, span }) => role === 'definition' && span.file !== '');
}

function refusal(knowledge: Knowledge, symbol: NamedSymbol, to: string): string | undefined {
  if (!isOurs(knowledge, symbol)) return `"${symbol.name}" is declared in no file of this repository.`;
  const isField = symbol.kind === 'attribute' || symbol.kind === 'property';
  if (isField && !/^[A-Za-z_]\w*$/.test(to)) return `"${to}" cannot be a name here: letters, digits and _ alone.`;
  if (!nameShape.test(to)) return `"${to}" cannot be a name: letters, digits, - and _, and a letter first.`;
  if (reservedWords.some((word) => word === to)) return `"${to}" is a word of the language.`;
  const taken = occurrencesIn(knowledge).some(
    (one) => one.role === 'definition' && one.symbol.kind === symbol.kind && one.symbol.of === symbol.of && one.symbol.name === to,
  );
  return taken ? `There is another ${symbol.kind} "${to}".` : undefined;
}

/** Without quotes around it. */
function contentOf({ byPath }: Knowledge, { span, symbol }: Occurrence): Span {
  const written = byPath.get(span.file)?.text.slice(span.start, span.end) ?? '';
  const shift = written.indexOf(symbol.name);
  if (shift < 0 || written.length === symbol.name.length) return span;
  return { ...span, start: span.start + shift, end: span.start + shift + symbol.name.length };
}

function moves({ project }: Knowledge, symbol: NamedSymbol, to: string): readonly MovedFile[] {
  switch (symbol.kind) {
    case 'template': {
      const files = project.templates.get(templateKey(symbol.of ?? '', symbol.name));
      return files === undefined ? [] : filesOf(files).map(({ path }) => ({ from: path, to: renamedFile(path, symbol.name, to) }));
    }
    case 'list':
      return [{ from: `lists/${symbol.name}.csv`, to: `lists/${to}.csv` }];
    case 'campaign': {
      const own = project.campaigns.filter(({ path }) => campaignNameOf(path) === symbol.name).map(({ path }) => path);
      const templates = [...project.templates.values()].filter(({ campaign }) => campaign === symbol.name).flatMap(filesOf);
      return [
        ...own.map((path) => ({ from: path, to: renamedFile(path, symbol.name, to) })),
        ...templates.map(({ path }) => ({ from: path, to: path.replace(/^templates\/[^/]+\//, () => `templates/${to}/`) })),
      ];
    }
    default:
      return [];
  }
}

/** `templates/a/hello.de.mjml`: the first part of the file's name is the template's. */
function renamedFile(path: string, from: string, to: string): string {
  const slash = path.lastIndexOf('/') + 1;
  return path.slice(0, slash) + to + path.slice(slash + from.length);
}

function unique(edits: readonly Edit[]): readonly Edit[] {
  return [...new Map(edits.map((edit) => [`${edit.span.file} ${edit.span.start}`, edit])).values()];
}
