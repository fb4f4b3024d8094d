import type { ExprAst, WindowAst } from '../../grammar/ast/expression.js';
import { unreachable } from '../plan/ir.js';
import { knownEvent } from '../names/known-event.js';
import type { Scope } from './scope.js';
import { underTest } from './scope.js';
import { checkCondition, typeOf } from './type-of.js';
import { propertyType } from './type-of-path.js';
import type { Typed } from './type.js';
import { certain, errorType, fits, inWords } from './type.js';

type HistoryAst = Extract<ExprAst, { kind: 'history' }>;

/** `did`, `count`, `sum` and `latest`: only `latest` can find nothing. */
export function typeOfHistory(history: HistoryAst, scope: Scope): Typed {
  const { event, where, window } = history;
  if (scope.of === 'scoring') return outsideCampaign(`${history.function}(…)`, history, scope);
  const exists = knownEvent(event, scope.declared, scope.report);
  checkWindow(window, scope);
  if (where !== undefined && exists) checkCondition(where, underTest(scope, event.value), '"where"');
  switch (history.function) {
    case 'did':
      return certain({ kind: 'boolean' });
    case 'count':
      return certain({ kind: 'number' });
    case 'sum': {
      const typed = exists ? typeOfProperty(history, scope) : errorType;
      if (history.property !== undefined && typed.type.kind !== 'number' && typed.type.kind !== 'error') {
        scope.report('C3109', history.property.span, {
          function: 'sum',
          property: history.property.value,
          found: inWords(typed.type),
        });
      }
      return certain({ kind: 'number' });
    }
    case 'latest':
      return exists ? { ...typeOfProperty(history, scope), optional: true } : errorType;
    default:
      return unreachable(history.function);
  }
}

function typeOfProperty({ property, event }: HistoryAst, scope: Scope): Typed {
  // A missing property was reported when the phrase was read.
  return property === undefined ? errorType : propertyType(event.value, property, scope);
}

export function typeOfTimeSince(since: Extract<ExprAst, { kind: 'time-since' }>, scope: Scope): Typed {
  const { event } = since;
  if (scope.of === 'scoring') return outsideCampaign('time since', since, scope);
  if (!knownEvent(event, scope.declared, scope.report)) return errorType;
  return { type: { kind: 'duration' }, optional: true };
}

/** `sequence(webinar_attended then trial_started in last 30d)`: never unknown. */
export function typeOfSequence(sequence: Extract<ExprAst, { kind: 'sequence' }>, scope: Scope): Typed {
  if (scope.of === 'scoring') return outsideCampaign('sequence(…)', sequence, scope);
  for (const event of sequence.events) knownEvent(event, scope.declared, scope.report);
  checkWindow(sequence.window, scope);
  return certain({ kind: 'boolean' });
}

/** Points are given from the profile and one event: scoring has no past to look at. */
export function outsideCampaign(name: string, { span }: ExprAst, { report }: Scope): Typed {
  report('C3110', span, {
    name,
    why: 'scoring sees the profile, and the event that gives the points',
    help: 'Write the rule as pain: 10 on page_viewed at most 1 per day.',
  });
  return errorType;
}

export function checkWindow(window: WindowAst, scope: Scope): void {
  switch (window.kind) {
    case 'ever':
    case 'in-last':
      return;
    case 'since-entry':
    case 'before-entry':
      checkEntered(window, scope);
      return;
    case 'between':
      checkMoment(window.from, scope);
      checkMoment(window.to, scope);
      return;
    default:
      unreachable(window);
  }
}

function checkEntered({ kind, span }: WindowAst, { entered, of, report }: Scope): void {
  if (entered) return;
  // In a way in, "before entry" is before the event that asks to be let in.
  if (kind === 'before-entry' && of === 'campaign') return;
  report('C3110', span, {
    name: kind === 'since-entry' ? 'since entry' : 'before entry',
    why: of === 'campaign' ? 'nobody has entered yet' : `a ${of === 'scoring' ? 'score' : 'segment'} belongs to no campaign`,
    help: 'Take another window: ever, or in last 30d.',
  });
}

function checkMoment(moment: ExprAst, scope: Scope): void {
  const { type } = typeOf(moment, scope);
  if (!fits(type, { kind: 'timestamp' })) {
    scope.report('C3102', moment.span, { operator: 'between', needs: 'a moment', found: inWords(type) });
  }
}
