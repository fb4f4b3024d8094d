import type { AudienceAst, EntryAst, EveryAst } from '../../../grammar/ast/entry.js';
import type { ExprAst } from '../../../grammar/ast/expression.js';
import { knownEvent } from '../../names/known-event.js';
import { nearest, renameFix } from '../../names/nearest.js';
import { unreachable } from '../../plan/ir.js';
import { checkAt, checkDate } from './check-moment.js';
import type { Scope } from '../scope.js';
import { segmentScope } from '../scope.js';
import { checkCondition, typeOf } from '../type-of.js';
import { inWords } from '../type.js';
import { wayInScope } from '../way-in-scope.js';

/** One way in: its event or condition or moment, and everything that hangs on it. */
export function checkEntry(entry: EntryAst, scope: Scope): void {
  if (!checkHead(entry, scope)) return;
  const wayIn = wayInScope(entry, scope);
  if (entry.where !== undefined) checkCondition(entry.where, wayIn, '"where"');
  if (entry.again?.kind === 'each') typeOf(entry.again.key, wayIn);
}

/** Whether what opens the way in is known: without it nothing can be said of the rest. */
function checkHead(entry: EntryAst, scope: Scope): boolean {
  const wayIn = wayInScope(entry, scope);
  const { declared, report } = scope;
  switch (entry.kind) {
    case 'on':
      for (const event of entry.unless?.events ?? []) knownEvent(event, declared, report);
      checkAudience(entry.to, scope);
      return knownEvent(entry.event, declared, report);
    case 'changed':
      for (const event of entry.unless?.events ?? []) knownEvent(event, declared, report);
      return checkChanged(entry.attribute, wayIn);
    case 'becomes':
      checkCondition(entry.condition, wayIn, '"becomes"');
      if (entry.already?.kind === 'since') checkDay(entry.already.date.value, entry.already.date.span, scope);
      return true;
    case 'at':
      checkAt(entry.at, wayIn);
      checkAudience(entry.to, scope);
      return true;
    case 'every':
      checkEvery(entry.every, wayIn);
      checkAudience(entry.to, scope);
      return true;
    default:
      return unreachable(entry);
  }
}

function checkChanged(attribute: ExprAst, scope: Scope): boolean {
  if (attribute.kind === 'path' && (attribute.root.value === 'lead' || attribute.root.value === 'account')) {
    return typeOf(attribute, scope).type.kind !== 'error';
  }
  const { type } = typeOf(attribute, scope);
  if (type.kind !== 'error') scope.report('C3122', attribute.span, { found: inWords(type) });
  return false;
}

function checkDay(day: string, span: ExprAst['span'], { report }: Scope): void {
  const ms = Date.parse(day.length <= 10 ? `${day}T00:00:00Z` : day.replace(' ', 'T'));
  if (Number.isNaN(ms)) report('C3111', span, { found: `"${day}"`, key: 'already' });
}

function checkEvery({ on }: EveryAst, scope: Scope): void {
  if (on?.kind === 'date') checkDate(on.date, 'every', scope);
}

function checkAudience(to: AudienceAst | undefined, { declared, report }: Scope): void {
  if (to === undefined) return;
  const { segment, onePerAccountBy } = to;
  if (!declared.segments.has(segment.value) && declared.groupsIncomplete !== true) {
    const near = nearest(segment.value, declared.segments.keys());
    const absent = { kind: 'segment', name: segment.value } as const;
    report('C2114', segment.span, near, { fixes: renameFix(segment.span, near.suggestion), absent });
  }
  if (onePerAccountBy === undefined) return;
  const { type } = typeOf(onePerAccountBy, segmentScope(declared, report));
  if (type.kind === 'number' || type.kind === 'error') return;
  report('C3102', onePerAccountBy.span, { operator: 'one per account by', needs: 'a number', found: inWords(type) });
}
