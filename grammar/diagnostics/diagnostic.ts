import type { Span } from '../span.js';

export type Severity = 'error' | 'warning';

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  /** A safe fix never changes what a campaign does beyond mending the error. */
  readonly safety: 'safe' | 'unsafe';
  readonly edits: readonly Edit[];
}

export interface Label {
  readonly span: Span;
  readonly text: string;
}

/** A name that nothing declares: reports of one name are one mistake. */
export interface Absent {
  readonly kind: 'lead attribute' | 'account attribute' | 'event' | 'property' | 'topic' | 'sender' | 'hours' | 'segment';
  readonly name: string;
}

/** One mistake, as a value. Made by `report` from the catalogue, never by hand. */
export interface Diagnostic {
  /** `C3104`; stable, never reused. */
  readonly code: string;
  /** `compare-type-mismatch`; file, fixture folder and docs page share it. */
  readonly rule: string;
  readonly severity: Severity;
  /** Fixed text per code, without names from the file, so that reports can be grouped by it. */
  readonly summary: string;
  /** One sentence in campaign words, names quoted. */
  readonly message: string;
  readonly span: Span;
  readonly labels: readonly Label[];
  /** The next thing to type. */
  readonly help?: string;
  readonly fixes: readonly Fix[];
  readonly absent?: Absent;
}

/** What a phase returns: as much as could be made of the input, and what is wrong with it. */
export interface Checked<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}
