import type { CampaignAst } from '../grammar/ast/campaign.js';
import type { Source } from '../grammar/span.js';
import type { Declared } from './names/declared.js';
import { onceFor } from './once-for.js';
import type { TemplateFiles } from './project.js';

/**
 * Keeps what a check found out about single files, for the next check of nearly the same files.
 *
 * What is kept of a file holds as long as its text, and everything it looked at elsewhere, is the
 * same; so a check with a memory says what a check without one says.
 */
export interface Memory {
  /** For what a file says alone. */
  ofFile<T>(what: string, source: Source, make: () => T): T;
  /** For what a file says among others; all that `make` wants of those it asks of the names it is given. */
  amongOthers<T>(what: string, source: Source, declared: Declared, make: (declared: Declared) => T): T;
  /** As `ofFile`, of each of many files: for those that are mostly the same it does next to nothing. */
  ofEach<T>(what: string, sources: readonly Source[], make: (source: Source) => T): readonly T[];
  /** For what all files are together; `make` is told what it made last, and of which files. */
  ofAll<T>(what: string, sources: readonly Source[], make: (before: Before<T> | undefined) => T): T;
}

/** What the last check made of all files. */
export interface Before<T> {
  readonly sources: readonly Source[];
  readonly value: T;
}

export const noMemory: Memory = {
  ofFile: (_what, _source, make) => make(),
  amongOthers: (_what, _source, declared, make) => make(declared),
  ofEach: (_what, sources, make) => sources.map((source) => make(source)),
  ofAll: (_what, _sources, make) => make(undefined),
};

/** All that is kept of one file. */
interface OfFile {
  readonly text: string;
  /** What is no longer asked is forgotten. */
  round: number;
  readonly found: Map<string, Kept>;
}

interface Kept {
  readonly value: unknown;
  readonly asked?: Asked;
  readonly rest?: string;
  readonly unread?: string;
}

export interface RememberingMemory extends Memory {
  /** Between two checks: forgets what the last one did not ask for. `rest` stands for all that is not in a campaign or template. */
  begin(rest: string): void;
}

export function createMemory(): RememberingMemory {
  const files = new Map<string, OfFile>();
  const wholes = new Map<string, { readonly sources: readonly Source[]; readonly value: unknown }>();
  let round = 0;
  let rest = '';
  let templates: Declared['templates'] | undefined;
  let templatesTurn = 0;

  function fileOf({ path, text }: Source): OfFile {
    const known = files.get(path);
    if (known !== undefined && known.text === text) {
      known.round = round;
      return known;
    }
    const file: OfFile = { text, round, found: new Map() };
    files.set(path, file);
    return file;
  }

  function ofAll<T>(what: string, sources: readonly Source[], make: (before: Before<T> | undefined) => T): T {
    const known = wholes.get(what);
    const value = make(known === undefined ? undefined : { sources: known.sources, value: valueOf(known, make) });
    wholes.set(what, { sources, value });
    return value;
  }

  // What was kept under a name was made by the same code, so it is what that code makes.
  function valueOf<T>(known: Pick<Kept, 'value'>, make: (...given: never) => T): T;
  function valueOf(known: Pick<Kept, 'value'>): unknown {
    return known.value;
  }

  return {
    begin(now) {
      for (const [path, file] of files) if (file.round < round) files.delete(path);
      round += 1;
      // The very same text is compared in no time.
      if (now !== rest) rest = now;
    },
    ofFile(what, source, make) {
      const { found } = fileOf(source);
      const known = found.get(what);
      if (known !== undefined) return valueOf(known, make);
      const value = make();
      found.set(what, { value });
      return value;
    },
    amongOthers(what, source, declared, make) {
      const { found } = fileOf(source);
      const known = found.get(what);
      const unread = unreadIn(declared);
      if (declared.templates !== templates) {
        templates = declared.templates;
        templatesTurn += 1;
      }
      if (known?.asked !== undefined && known.rest === rest && known.unread === unread && holds(known.asked, declared, templatesTurn)) {
        return valueOf(known, make);
      }
      const asked = nothingAsked(templatesTurn);
      const value = make(watched(declared, asked));
      found.set(what, { value, asked, rest, unread });
      return value;
    },
    ofEach: (what, sources, make) => ofAll(what, sources, (before) => eachOf(sources, before, make)),
    ofAll,
  };
}

function eachOf<T>(sources: readonly Source[], before: Before<readonly T[]> | undefined, make: (source: Source) => T): readonly T[] {
  if (before === undefined) return sources.map((source) => make(source));
  let places: ReadonlyMap<string, number> | undefined;
  const placeOf = (path: string): number => (places ??= new Map(before.sources.map((source, place) => [source.path, place]))).get(path) ?? -1;
  return sources.map((source, index) => {
    // A file that was added or taken away has moved all that follow it.
    const place = before.sources[index]?.path === source.path ? index : placeOf(source.path);
    const known = before.value[place];
    return known !== undefined && before.sources[place]?.text === source.text ? known : make(source);
  });
}

const unreadIn = onceFor(({ unread }: Declared) => [...unread].join('\0'));

/** What was asked of the names in other files, with the answers; of each kind of name by itself. */
interface Asked {
  readonly campaigns: Answers<CampaignAst>;
  readonly sends: Answers<ReadonlySet<string>>;
  readonly templates: Answers<TemplateFiles>;
  /** Counts the tables of templates; of the very same table nothing has to be asked again. */
  templatesTurn: number;
}

/**
 * The answers and not the table they come from: an editor checks at every keystroke, and each time there are
 * new tables, which would be kept with all that stands in them.
 */
interface Answers<Value> {
  readonly values: Map<string, Value | undefined>;
  readonly presences: Map<string, boolean>;
  keys?: string;
  /** For who asked for everything: always that of the last check, so that all of them keep the same one. */
  whole?: ReadonlyMap<string, Value>;
}

function nothingAsked(templatesTurn: number): Asked {
  return { campaigns: noAnswers(), sends: noAnswers(), templates: noAnswers(), templatesTurn };
}

function noAnswers<Value>(): Answers<Value> {
  return { values: new Map(), presences: new Map() };
}

function holds(asked: Asked, declared: Declared, templatesTurn: number): boolean {
  if (!holdIn(declared.campaigns, asked.campaigns, (one, other) => one === other)) return false;
  if (!holdIn(declared.sends, asked.sends, sameWords)) return false;
  if (asked.templatesTurn === templatesTurn) return true;
  asked.templatesTurn = templatesTurn;
  return holdIn(declared.templates, asked.templates, sameFiles);
}

type Same<Value> = (one: Value, other: Value) => boolean;

function holdIn<Value>(table: ReadonlyMap<string, Value>, answers: Answers<Value>, same: Same<Value>): boolean {
  for (const [key, value] of answers.values) if (!isAsBefore(value, table.get(key), same)) return false;
  for (const [key, present] of answers.presences) if (table.has(key) !== present) return false;
  if (answers.keys !== undefined && answers.keys !== keysOf(table)) return false;
  if (answers.whole === undefined) return true;
  if (!isSameWhole(answers.whole, table, same)) return false;
  answers.whole = table;
  return true;
}

function isAsBefore<Value>(before: Value | undefined, now: Value | undefined, same: Same<Value>): boolean {
  return before === now || (before !== undefined && now !== undefined && same(before, now));
}

const keysOf = onceFor((table: ReadonlyMap<string, unknown>) => [...table.keys()].join('\0'));

/** Many ask for everything, and each of them of the same two tables. */
function isSameWhole<Value>(before: ReadonlyMap<string, Value>, now: ReadonlyMap<string, Value>, same: Same<Value>): boolean {
  const known = comparedWith(now).get(before);
  if (known !== undefined) return known;
  const is = before === now || (keysOf(before) === keysOf(now) && [...now].every(([key, value]) => isAsBefore(before.get(key), value, same)));
  comparedWith(now).set(before, is);
  return is;
}

const comparedWith = onceFor((_now: object) => new WeakMap<object, boolean>());

function sameWords(one: Iterable<string>, other: Iterable<string>): boolean {
  return [...one].join() === [...other].join();
}

function sameFiles(one: TemplateFiles, other: TemplateFiles): boolean {
  const [files, others] = [filesOf(one), filesOf(other)];
  return files.length === others.length && files.every((file, at) => file?.path === others[at]?.path && file?.text === others[at]?.text);
}

function filesOf({ mjml, text, alternatives, refused }: TemplateFiles): readonly (Source | undefined)[] {
  return [mjml, text, ...alternatives.flatMap((one) => [one.mjml, one.text]), ...refused.map(({ source }) => source)];
}

/** The same names; what is asked of campaigns and templates is noted. */
function watched(declared: Declared, asked: Asked): Declared {
  return {
    ...declared,
    campaigns: watchedTable(declared.campaigns, asked.campaigns),
    sends: watchedTable(declared.sends, asked.sends),
    templates: watchedTable(declared.templates, asked.templates),
  };
}

function watchedTable<Value>(table: ReadonlyMap<string, Value>, answers: Answers<Value>): ReadonlyMap<string, Value> {
  const askWhole = (): ReadonlyMap<string, Value> => {
    answers.whole = table;
    return table;
  };
  return {
    get size() {
      answers.keys = keysOf(table);
      return table.size;
    },
    get(key) {
      const value = table.get(key);
      answers.values.set(key, value);
      return value;
    },
    has(key) {
      const present = table.has(key);
      answers.presences.set(key, present);
      return present;
    },
    keys() {
      answers.keys = keysOf(table);
      return table.keys();
    },
    values: () => askWhole().values(),
    entries: () => askWhole().entries(),
    [Symbol.iterator]: () => askWhole().entries(),
    forEach(visit) {
      askWhole().forEach((value, key) => visit(value, key, table));
    },
  };
}
