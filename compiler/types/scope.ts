import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { ExprAst } from '../../grammar/ast/expression.js';
import type { FieldAst } from '../../grammar/ast/schema.js';
import type { Span } from '../../grammar/span.js';
import type { Declared } from '../names/declared.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';

/** What an expression may speak of, at the place where it stands. */
export interface Scope {
  readonly declared: Declared;
  readonly report: CompilerReport;
  /** What it is a part of; scoring sees no past and no score. */
  readonly of: 'campaign' | 'segment' | 'scoring';
  /** The campaign around it; absent in segments and scoring. */
  readonly campaign?: CampaignAst;
  /** Whether an enrolment exists: `entry.x` and `since entry` mean nothing in a way in. */
  readonly entered: boolean;
  /** The event under test, for `event.x`. */
  readonly event?: EventUnderTest;
  /** Keys of values that are known to be there, from `guards`. */
  readonly guarded: ReadonlySet<string>;
  /** Under `not` or `!=`: the guard rule holds. */
  readonly denied?: Denial;
  /** What joins the expression to its neighbours. */
  readonly joinedBy?: 'and' | 'or';
}

export interface EventUnderTest {
  /** With its article, for sentences: `The event "signed_up"`. */
  readonly inWords: string;
  /** Undefined: the event does not exist, which was reported where it was named. */
  readonly properties: ReadonlyMap<string, FieldAst> | undefined;
}

/** The outermost part that denies, and what joins it to its neighbours: where a guard can be put. */
export interface Denial {
  readonly span: Span;
  readonly joinedBy?: 'and' | 'or';
}

export function campaignScope(declared: Declared, campaign: CampaignAst, report: CompilerReport): Scope {
  return { declared, report, of: 'campaign', campaign, entered: true, guarded: new Set() };
}

export function scoringScope(declared: Declared, report: CompilerReport): Scope {
  return { declared, report, of: 'scoring', entered: false, guarded: new Set() };
}

export function segmentScope(declared: Declared, report: CompilerReport): Scope {
  return { declared, report, of: 'segment', entered: false, guarded: new Set() };
}

/** For the `where` of an event: its own condition, so what surrounds it neither denies nor guards. */
export function underTest(scope: Scope, event: string): Scope {
  const properties = scope.declared.events.get(event)?.properties;
  return testing(scope, { inWords: `The event "${event}"`, properties });
}

export function testing(scope: Scope, event: EventUnderTest): Scope {
  return { event, ...alone(scope) };
}

/** For the conditions of a way in: nobody has entered yet, and maybe no event has come. */
export function beforeEntry(scope: Scope, event?: EventUnderTest): Scope {
  return { ...(event === undefined ? alone(scope) : testing(scope, event)), entered: false };
}

function alone(scope: Scope): Scope {
  const { denied: _denied, joinedBy: _joinedBy, event: _event, ...rest } = scope;
  return { ...rest, guarded: new Set() };
}

export function withGuards(scope: Scope, keys: Iterable<string>): Scope {
  return { ...scope, guarded: new Set([...scope.guarded, ...keys]) };
}

/** Beside others that `and` or `or` joins it to. */
export function joined(scope: Scope, joinedBy: 'and' | 'or'): Scope {
  const { joinedBy: _outer, ...rest } = scope;
  return { joinedBy, ...rest };
}

/** What is below a `not` or a `!=`; the outermost one counts. */
export function denying(scope: Scope, span: Span): Scope {
  const { denied, joinedBy, ...rest } = scope;
  return { denied: denied ?? { span, ...(joinedBy === undefined ? {} : { joinedBy }) }, ...rest };
}

/** Names a value that can be missing; two expressions with one key are the same value. */
export function guardKey(expression: ExprAst): string | undefined {
  switch (expression.kind) {
    case 'path':
      return `${expression.root.value}.${expression.name.value}`;
    case 'time-since':
      return `time since ${expression.event.value}`;
    default:
      return undefined;
  }
}
