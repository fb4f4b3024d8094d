import type { FieldPlan } from '../../../compiler/plan/ir.js';
import { isName } from '../../ingest/name-text.js';
import { readField } from '../cell.js';
import type { Cells, ImportReader, RowContext } from './kind.js';
import { leadIdColumn, readLeadId } from './lead-id.js';

/** One lead as a file has it; what the file leaves empty is not said. */
export interface LeadRow {
  readonly userId: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** The application's id of its account. */
  readonly accountId: string | undefined;
}

/** These have their types without being declared. */
const builtIn: Readonly<Record<string, FieldPlan>> = {
  email: { type: 'text', personal: true },
  time_zone: { type: 'text', personal: false },
};

const accountColumn = 'account_id';

export const leadsReader: ImportReader<LeadRow> = {
  columns: ({ workspace }) => [
    leadIdColumn,
    ...Object.keys(fieldsOf(workspace)).map((name) => (name === 'email' ? { name, also: ['e-mail', 'email_address'] } : { name })),
    ...(Object.hasOwn(fieldsOf(workspace), accountColumn) ? [] : [{ name: accountColumn, also: ['account', 'group_id', 'company_id'] }]),
  ],
  needs: [['user_id']],
  read(cells, { workspace }) {
    const userId = readLeadId(cells);
    const fields = fieldsOf(workspace);
    const attributes: Record<string, string | number | boolean> = {};
    for (const name of cells.columns) {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      const raw = cells.raw(name);
      if (field === undefined || raw === undefined) continue;
      const cell = readField(name === 'email' || name === 'time_zone' ? raw.trim() : raw, field);
      if (cell.kind === 'problem') cells.problem(name, cell.message);
      else attributes[name] = cell.value;
    }
    checkBuiltIn(cells, attributes);
    const accountId = Object.hasOwn(fields, accountColumn) ? undefined : cells.text(accountColumn);
    if (accountId !== undefined && !isName(accountId)) cells.problem(accountColumn, 'must be a text of at most 255 characters');
    return userId === undefined ? undefined : { userId, attributes, accountId };
  },
};

function fieldsOf(workspace: RowContext['workspace']): Readonly<Record<string, FieldPlan>> {
  return { ...builtIn, ...workspace.schema.lead };
}

/** More than the schema can say: an address that nobody can be reached at is worth a word today. */
function checkBuiltIn(cells: Cells, { email, time_zone: zone }: Readonly<Record<string, unknown>>): void {
  if (typeof email === 'string' && !/^[^\s@]+@[^\s@]+$/.test(email)) cells.problem('email', 'is not an e-mail address');
  if (typeof zone === 'string' && !isZone(zone)) cells.problem('time_zone', 'is not a time zone like "Europe/Berlin"');
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
