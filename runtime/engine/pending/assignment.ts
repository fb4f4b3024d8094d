import type { Assignment, TaskStep } from '../../../compiler/plan/ir.js';
import { unreachable } from '../../../compiler/plan/ir.js';
import { matches } from '../conditions/condition.js';
import type { Scope } from '../conditions/scope.js';
import { stableHash } from '../stable-hash.js';
import type { Facts } from '../types.js';
import { membersOf } from './members.js';
import type { TaskAssignment } from './types.js';

/**
 * Who of the team gets the task: the first line that fits. One that goes to the lead's owner fits
 * only a lead that has one.
 */
export function assignmentOf({ assign = [] }: TaskStep, facts: Facts, scope: Scope): TaskAssignment | undefined {
  for (const line of assign) {
    if (line.when !== undefined && !matches(line.when, scope)) continue;
    const found = assigned(line, facts);
    if (found !== undefined) return found;
  }
  return undefined;
}

function assigned({ to, by }: Assignment, { lead, workspace }: Facts): TaskAssignment | undefined {
  const members = membersOf(workspace, to);
  switch (by) {
    case undefined:
      return { to, assignee: to };
    case 'owner': {
      const owner = lead.attributes['owner'];
      return typeof owner === 'string' && owner !== '' ? { to, assignee: owner } : undefined;
    }
    case 'random': {
      // By lot, and the same lot each time: a lead meets one person (domain.md H-03).
      const drawn = members.length === 0 ? to : members[stableHash('assign', to, lead.id) % members.length];
      return { to, assignee: drawn ?? to };
    }
    case 'rotation':
      return members.length === 0 ? { to, assignee: to } : { to, rotation: members };
    default:
      return unreachable(by);
  }
}
