import type { Located } from '../../grammar/span.js';
import type { CompilerReport } from '../diagnostics/compiler-codes.js';
import type { Declared } from './declared.js';
import { nearest, renameFix } from './nearest.js';

/** Whether the event is declared; reports it where it is not. */
export function knownEvent(event: Located<string>, declared: Declared, report: CompilerReport): boolean {
  if (declared.events.has(event.value)) return true;
  if (!declared.schemaComplete) return false;
  const near = nearest(event.value, declared.events.keys());
  report('C2102', event.span, near, { fixes: renameFix(event.span, near.suggestion), absent: { kind: 'event', name: event.value } });
  return false;
}
