import type { CampaignAst } from '../../grammar/ast/campaign.js';
import type { ExprAst } from '../../grammar/ast/expression.js';
import type { Declared } from '../names/declared.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';

/** What an expression may speak of, at the place where it stands. */
export interface Scope {
  readonly declared: Declared;
  readonly report: CompilerReport;
  /** The campaign around it; absent in scoring. */
  readonly campaign?: CampaignAst;
  /** Whether an enrolment exists: `entry.x` and `since entry` mean nothing in a way in. */
  readonly entered: boolean;
  /** The event under test, for `event.x`. */
  readonly event?: string;
  /** Keys of values that are known to be there, from `guards`. */
  readonly guarded: ReadonlySet<string>;
  /** Under `not`: the guard rule holds. */
  readonly denied: boolean;
}

export function campaignScope(declared: Declared, campaign: CampaignAst, report: CompilerReport): Scope {
  return { declared, report, campaign, entered: true, guarded: new Set(), denied: false };
}

export function scoringScope(declared: Declared, report: CompilerReport): Scope {
  return { declared, report, entered: false, guarded: new Set(), denied: false };
}

/** For the `where` of an event: its own condition, so what surrounds it neither denies nor guards. */
export function underTest(scope: Scope, event: string): Scope {
  return { ...scope, event, denied: false, guarded: new Set() };
}

/** For the conditions of a way in: nobody has entered yet. */
export function beforeEntry(scope: Scope, event: string): Scope {
  return { ...underTest(scope, event), entered: false };
}

export function withGuards(scope: Scope, keys: Iterable<string>): Scope {
  return { ...scope, guarded: new Set([...scope.guarded, ...keys]) };
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
