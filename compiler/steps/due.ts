import type { AtAst } from '../../grammar/ast/moment.js';
import type { StepAst } from '../../grammar/ast/step.js';
import { rollingMs } from '../../grammar/duration.js';
import type { Due, MomentDue } from '../plan/ir.js';
import { unreachable } from '../plan/ir.js';
import { lower } from '../plan/lower.js';
import type { Scope } from '../types/scope.js';

/** `after`, `at` or at once; days stay days, since only the runtime knows the lead's zone. */
export function dueOf({ after, at }: Pick<StepAst, 'after' | 'at'>, scope: Scope): Due {
  if (at !== undefined) return atOf(at, scope);
  if (after !== undefined) return { kind: 'after', duration: after.value };
  return { kind: 'now' };
}

export function atOf(at: AtAst, scope: Scope): MomentDue {
  return {
    kind: 'at',
    anchor: anchorOf(at.anchor, scope),
    ...(at.time === undefined ? {} : { time: at.time.value }),
    ...(at.clock === undefined || at.clock.value === 'lead' ? {} : { clock: at.clock.value }),
    ...(at.weekdays === undefined ? {} : { weekdays: at.weekdays.value }),
    ...(at.spread === undefined ? {} : { spreadMs: rollingMs(at.spread.value) }),
  };
}

function anchorOf(anchor: AtAst['anchor'], scope: Scope): MomentDue['anchor'] {
  switch (anchor.kind) {
    case 'day':
      return { kind: 'day', day: anchor.day.value };
    case 'date': {
      const { date, offset } = anchor;
      const moved = offset === undefined ? {} : { offset: { sign: offset.sign, duration: offset.duration } };
      return { kind: 'date', date: lower(date, scope), ...moved };
    }
    case 'next':
      return { kind: 'next' };
    default:
      return unreachable(anchor);
  }
}
