/** A stretch of one source file: UTF-16 offsets, `end` exclusive. Lines and columns are derived. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A value with the place where the author wrote it. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/** One file as it was read; `path` is relative to the repository's root, with `/`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}
