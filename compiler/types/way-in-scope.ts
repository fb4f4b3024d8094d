import type { EntryAst } from '../../grammar/ast/entry.js';
import { unreachable } from '../plan/ir.js';
import { changedProperties } from './entry-property.js';
import type { Scope } from './scope.js';
import { beforeEntry, underTest } from './scope.js';

/** What the conditions of a way in may speak of: the event that opens it, if any, and nothing of an enrolment. */
export function wayInScope(entry: EntryAst, scope: Scope): Scope {
  switch (entry.kind) {
    case 'on':
      return beforeEntry(scope, underTest(scope, entry.event.value).event);
    case 'changed':
      return beforeEntry(scope, {
        inWords: 'A change',
        properties: changedProperties(scope.declared, entry.attribute),
      });
    case 'becomes':
    case 'at':
    case 'every':
      return beforeEntry(scope);
    default:
      return unreachable(entry);
  }
}
