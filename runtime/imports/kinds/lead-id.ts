import { isName } from '../../ingest/name-text.js';
import type { Column } from '../head.js';
import type { Cells } from './kind.js';

/** The application's id of the lead. */
export const leadIdColumn: Column = { name: 'user_id', also: ['id', 'userId', 'lead', 'lead_id', 'customer_id'] };

/** What names of ours begin with; no id of an application may. */
const ours = ['anonymous:', 'erased:'];

/** Undefined where there is none, with the problem. */
export function readLeadId(cells: Cells): string | undefined {
  const id = cells.text('user_id');
  if (id === undefined) cells.problem('user_id', 'is empty');
  else if (!isName(id)) cells.problem('user_id', 'must be a text of at most 255 characters');
  else if (ours.some((start) => id.startsWith(start))) cells.problem('user_id', `must not begin with "${ours.find((start) => id.startsWith(start)) ?? ''}"`);
  else return id;
  return undefined;
}
