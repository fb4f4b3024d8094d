import type { Duration } from '../duration.js';
import type { Located, Span } from '../span.js';
import type { EmailAst, VariantsAst } from './campaign.js';
import type { ExprAst } from './expression.js';
import type { AtAst } from './moment.js';
import type { ValueTree } from './value-tree.js';

export type LateAst = 'send' | 'skip' | 'end';
export type UnsureAst = 'skip' | 'repeat';

interface StepBase {
  readonly id: Located<string>;
  /** Its id before it was renamed. */
  readonly was?: Located<string>;
  readonly after?: Located<Duration>;
  readonly at?: AtAst;
  readonly late?: Located<LateAst>;
  readonly note?: Located<string>;
  /** The step's first line, for labels. */
  readonly span: Span;
}

export interface SendStepAst extends StepBase {
  readonly kind: 'send';
  /** Defaults to the step's id. */
  readonly template?: Located<string>;
  /** Defaults to email. */
  readonly channel?: Located<string>;
  readonly when?: ExprAst;
  readonly email?: EmailAst;
  readonly variants?: VariantsAst;
  readonly unsure?: Located<UnsureAst>;
}

export interface WaitStepAst extends StepBase {
  readonly kind: 'wait';
  /** An event's name (a `word`) or a condition. */
  readonly for?: ExprAst;
  readonly atMost?: Located<Duration>;
  readonly then?: readonly StepAst[];
  readonly else?: readonly StepAst[];
}

export interface IfStepAst extends StepBase {
  readonly kind: 'if';
  readonly when?: ExprAst;
  readonly then?: readonly StepAst[];
  readonly else?: readonly StepAst[];
}

/** One list of steps under a name: a value, an arm, an outcome. */
export interface NamedStepsAst {
  readonly name: Located<string>;
  readonly steps: readonly StepAst[];
}

export interface BranchStepAst extends StepBase {
  readonly kind: 'branch';
  /** An attribute or property that is an enum. */
  readonly on?: ExprAst;
  readonly cases: readonly NamedStepsAst[];
  readonly else?: readonly StepAst[];
}

export interface ArmAst extends NamedStepsAst {
  /** 0..1; absent for `winner`. */
  readonly share?: Located<number>;
  readonly span: Span;
}

/** `clicked(issue since entry) after 2d else short`. */
export interface BestAst {
  readonly measure: ExprAst;
  readonly after: Located<Duration>;
  /** The arm that wins when none is better. */
  readonly else: Located<string>;
  readonly span: Span;
}

export interface SplitStepAst extends StepBase {
  readonly kind: 'split';
  readonly arms: readonly ArmAst[];
  readonly best?: BestAst;
}

export interface SetStepAst extends StepBase {
  readonly kind: 'set';
  /** `lead.offered_upgrade`: an attribute of the lead or of its account. */
  readonly attribute?: ExprAst;
  readonly to?: ExprAst;
  readonly when?: ExprAst;
}

/** `enterprise when account.size > 1000`, `inbound by rotation`. */
export interface AssignAst {
  readonly to: Located<string>;
  readonly when?: ExprAst;
  readonly by?: Located<'rotation' | 'random' | 'owner'>;
  readonly span: Span;
}

export interface TaskStepAst extends StepBase {
  readonly kind: 'task';
  readonly team?: Located<string>;
  readonly assign: readonly AssignAst[];
  readonly due?: Located<Duration>;
  readonly title?: Located<string>;
  readonly when?: ExprAst;
  /** The lead waits for one of them; `late` when none comes by `due`. */
  readonly outcomes: readonly NamedStepsAst[];
}

export interface DoStepAst extends StepBase {
  readonly kind: 'do';
  /** Defaults to the step's id. */
  readonly action?: Located<string>;
  /** Typed by the action's own schema. */
  readonly with?: ValueTree;
  readonly timeout?: Located<Duration>;
  readonly failed?: Located<'continue' | 'end'>;
  readonly when?: ExprAst;
}

export interface StartStepAst extends StepBase {
  readonly kind: 'start';
  /** Defaults to the step's id. */
  readonly campaign?: Located<string>;
  readonly when?: ExprAst;
}

export interface RepeatStepAst extends StepBase {
  readonly kind: 'repeat';
  readonly every?: Located<Duration>;
  readonly until?: ExprAst;
  /** How many rounds at most. */
  readonly times?: Located<number>;
  /** A playlist of the campaign; or else `steps`. */
  readonly play?: Located<string>;
  readonly noneLeft?: Located<'continue' | 'end'>;
  readonly steps?: readonly StepAst[];
}

export interface EndStepAst extends StepBase {
  readonly kind: 'end';
}

export type StepAst =
  | SendStepAst
  | WaitStepAst
  | IfStepAst
  | BranchStepAst
  | SplitStepAst
  | SetStepAst
  | TaskStepAst
  | DoStepAst
  | StartStepAst
  | RepeatStepAst
  | EndStepAst;

export type StepKind = StepAst['kind'];
