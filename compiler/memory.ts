import type { Source } from '../grammar/span.js';
import type { Declared } from './names/declared.js';
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
}

export const noMemory: Memory = {
  ofFile: (_what, _source, make) => make(),
  amongOthers: (_what, _source, declared, make) => make(declared),
};

interface Kept {
  readonly text: string;
  readonly value: unknown;
  /** What is no longer asked is forgotten. */
  round: number;
  readonly asked: readonly Question[];
  readonly rest: string;
  readonly unread: string;
}

/** Something that was asked of the other files, and whether the answer is still the same. */
type Question = (declared: Declared) => boolean;

export interface RememberingMemory extends Memory {
  /** Between two checks: forgets what the last one did not ask for. `rest` stands for all that is not in a campaign or template. */
  begin(rest: string): void;
}

export function createMemory(): RememberingMemory {
  const kept = new Map<string, Kept>();
  let round = 0;
  let rest = '';

  function recall(what: string, { path, text }: Source): Kept | undefined {
    const known = kept.get(`${what} ${path}`);
    if (known === undefined || known.text !== text) return undefined;
    known.round = round;
    return known;
  }

  function keep<T>(what: string, { path, text }: Source, value: T, asked: readonly Question[], unread = ''): T {
    kept.set(`${what} ${path}`, { text, value, round, asked, rest, unread });
    return value;
  }

  // What was kept under a name was made by the same code, so it is what that code makes.
  function valueOf<T>(known: Kept, make: () => T): T;
  function valueOf(known: Kept): unknown {
    return known.value;
  }

  return {
    begin(now) {
      for (const [key, known] of kept) if (known.round < round) kept.delete(key);
      round += 1;
      // The very same text is compared in no time.
      if (now !== rest) rest = now;
    },
    ofFile(what, source, make) {
      const known = recall(what, source);
      return known === undefined ? keep(what, source, make(), []) : valueOf(known, make);
    },
    amongOthers(what, source, declared, make) {
      const known = recall(what, source);
      const unread = [...declared.unread].join();
      const holds = known?.rest === rest && known.unread === unread && known.asked.every((same) => same(declared));
      if (known !== undefined && holds) return valueOf(known, () => make(declared));
      const asked: Question[] = [];
      return keep(what, source, make(watched(declared, asked)), asked, unread);
    },
  };
}

/** The same names; what is asked of campaigns and templates is noted. */
function watched(declared: Declared, asked: Question[]): Declared {
  return {
    ...declared,
    campaigns: watchedMap(declared.campaigns, (now) => now.campaigns, (one, other) => one === other, asked),
    sends: watchedMap(declared.sends, (now) => now.sends, sameWords, asked),
    templates: watchedMap(declared.templates, (now) => now.templates, sameFiles, asked),
  };
}

function sameWords(one: Iterable<string>, other: Iterable<string>): boolean {
  return one === other || [...one].join() === [...other].join();
}

function sameFiles(one: TemplateFiles, other: TemplateFiles): boolean {
  const [files, others] = [filesOf(one), filesOf(other)];
  return files.length === others.length && files.every((file, at) => file?.path === others[at]?.path && file?.text === others[at]?.text);
}

function filesOf({ mjml, text, alternatives, refused }: TemplateFiles): readonly (Source | undefined)[] {
  return [mjml, text, ...alternatives.flatMap((one) => [one.mjml, one.text]), ...refused.map(({ source }) => source)];
}

function watchedMap<T>(
  map: ReadonlyMap<string, T>,
  mapIn: (declared: Declared) => ReadonlyMap<string, T>,
  same: (one: T, other: T) => boolean,
  asked: Question[],
): ReadonlyMap<string, T> {
  const isAsBefore = (before: T | undefined, now: T | undefined): boolean =>
    before === undefined || now === undefined ? before === now : same(before, now);
  const askKeys = (): void => {
    const keys = [...map.keys()].join();
    asked.push((declared) => [...mapIn(declared).keys()].join() === keys);
  };
  const askAll = (): void => {
    asked.push((declared) => {
      const now = mapIn(declared);
      const before = [...map];
      return now.size === map.size && [...now].every(([key, value], at) => key === before[at]?.[0] && isAsBefore(before[at]?.[1], value));
    });
  };
  const iterate = (): MapIterator<[string, T]> => {
    askAll();
    return map.entries();
  };
  return {
    get size() {
      askKeys();
      return map.size;
    },
    get(key) {
      const value = map.get(key);
      asked.push((declared) => isAsBefore(value, mapIn(declared).get(key)));
      return value;
    },
    has(key) {
      const has = map.has(key);
      asked.push((declared) => mapIn(declared).has(key) === has);
      return has;
    },
    keys() {
      askKeys();
      return map.keys();
    },
    values() {
      askAll();
      return map.values();
    },
    entries: iterate,
    [Symbol.iterator]: iterate,
    forEach(visit) {
      askAll();
      map.forEach((value, key) => visit(value, key, map));
    },
  };
}
