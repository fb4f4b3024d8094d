import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';

/** Something that happens to the lead; `outcome` is what a person answered to a task. */
export interface TestEventAst {
  readonly at?: Located<string>;
  readonly after?: Located<Duration>;
  readonly event: Located<string>;
  /** For `{ after: 1d, task: qualify, outcome: maybe }`; `event` then is `task_completed`. */
  readonly task?: Located<string>;
  readonly outcome?: Located<string>;
  readonly with: ReadonlyMap<string, Located<string | number | boolean>>;
  readonly span: Span;
}

/** `{ sent: hello, at: 2026-03-27 10:00 }`, `{ left: goal }`, `{ skipped: hello }`. */
export interface ExpectationAst {
  readonly what: Located<string>;
  readonly value: Located<string>;
  readonly at?: Located<string>;
  readonly span: Span;
}

export interface TestAst {
  readonly kind: 'test';
  readonly name: Located<string>;
  readonly campaign?: Located<string>;
  readonly lead: ReadonlyMap<string, Located<string | number | boolean>>;
  readonly account: ReadonlyMap<string, Located<string | number | boolean>>;
  /** What chance or the past would decide: arms by split, `holdout`, segments, the score. */
  readonly given: ReadonlyMap<string, Located<string | number | boolean>>;
  readonly events: readonly TestEventAst[];
  readonly expect: readonly ExpectationAst[];
  readonly span: Span;
}
