import type { Span } from '../span.js';
import type { Absent, Diagnostic, Fix, Label, Severity } from './diagnostic.js';

/** One entry of a catalogue: everything a diagnostic says, but its place. */
export interface Code<At> {
  readonly rule: string;
  readonly severity: Severity;
  readonly summary: string;
  /** The numbers of domain.md that it serves: `N-09`. */
  readonly domain?: readonly string[];
  /** An error that a comment with a reason makes a warning: a practice, not a law. */
  readonly overridable?: true;
  message(at: At): string;
  help?(at: At): string | undefined;
}

/** Types one entry of a catalogue by the values that its message needs. */
export function code<At = object>(definition: Code<At>): Code<At> {
  return definition;
}

type AtOf<Entry> = Entry extends Code<infer At> ? At : never;

/** A catalogue maps codes (`C3104`) to entries made by `code`. */
export type Catalogue = Readonly<Record<string, Code<unknown>>>;

export interface More {
  readonly labels?: readonly Label[];
  readonly fixes?: readonly Fix[];
  /** Where the catalogue's help does not fit this case. */
  readonly help?: string;
  readonly absent?: Absent;
}

/** Collects diagnostics of one catalogue; a phase makes one and returns `diagnostics`. */
export interface Report<Entries extends Catalogue> {
  readonly diagnostics: readonly Diagnostic[];
  <Key extends keyof Entries & string>(key: Key, span: Span, at: AtOf<Entries[Key]>, more?: More): void;
}

export function createReport<Entries extends Catalogue>(entries: Entries): Report<Entries> {
  const diagnostics: Diagnostic[] = [];
  const report = <Key extends keyof Entries & string>(
    key: Key,
    span: Span,
    at: AtOf<Entries[Key]>,
    more: More = {},
  ): void => {
    const entry: Code<unknown> | undefined = entries[key];
    if (entry === undefined) throw new Error(`no catalogue entry ${key}`);
    const help = more.help ?? entry.help?.(at);
    diagnostics.push({
      code: key,
      rule: entry.rule,
      severity: entry.severity,
      summary: entry.summary,
      message: entry.message(at),
      span,
      labels: more.labels ?? [],
      ...(help === undefined ? {} : { help }),
      fixes: more.fixes ?? [],
      ...(more.absent === undefined ? {} : { absent: more.absent }),
    });
  };
  return Object.assign(report, { diagnostics });
}
