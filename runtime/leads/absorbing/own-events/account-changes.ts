import { isDeepStrictEqual } from 'node:util';
import { changeOf } from '../../../../compiler/plan/ways.js';
import type { AccountChange } from '../../../store/facts/accounts.js';
import type { Affairs, InboxEvent } from '../../affairs.js';
import { doorsOf } from '../doors.js';
import type { OwnEvent } from './own-events.js';
import { changeEvent } from '../watching.js';

/** What differs between the two; a side that lacks an attribute leaves it out. */
export function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  names: Iterable<string>,
): readonly AccountChange[] {
  return [...names].map((name) => ({
    name,
    ...(before[name] === undefined ? {} : { old: before[name] }),
    ...(after[name] === undefined ? {} : { new: after[name] }),
  }));
}

/** Tells the lead of each attribute of its account that changed, where a way in waits for that. */
export function tellAccountChanges({ release }: Affairs, event: InboxEvent, changes: readonly AccountChange[]): readonly OwnEvent[] {
  if (changes.length === 0) return [];
  const { byEvent } = doorsOf(release);
  return changes.flatMap(({ name, old, new: present }): readonly OwnEvent[] => {
    const told = changeOf('account', name);
    if (!byEvent.has(told) || isDeepStrictEqual(old, present)) return [];
    return [changeEvent(told, event, old, present)];
  });
}
