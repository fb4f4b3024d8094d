import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.js';
import type { RowContext } from '../../imports/kinds/kind.js';
import type { Queries } from '../../store/database.js';
import type { ImportKind } from '../../store/imports/imports.js';
import { loadRelease } from '../../store/releases.js';
import type { ImportJob } from './import-file.js';

/** The same for the same content that is read the same way: what was begun under it goes on. */
export function importId(
  kind: ImportKind,
  { file, wishes, enrol }: { readonly file: Pick<ImportJob<unknown>['file'], 'hash'> } & Pick<ImportJob<unknown>, 'wishes' | 'enrol'>,
): string {
  const pairs = [...wishes.map].map((pair) => JSON.stringify(pair)).toSorted();
  const read = [kind, file.hash, pairs, wishes.leftOut.toSorted(), enrol];
  return createHash('sha256').update(JSON.stringify(read)).digest('hex');
}

/** What rows are held against; undefined before the first `apply`. */
export async function contextOf(queries: Queries, clock: Clock): Promise<RowContext | undefined> {
  const release = await loadRelease(queries);
  if (release === undefined) return undefined;
  const inForce = [...release.campaigns.values()].filter(({ retired }) => !retired);
  return {
    workspace: release.workspace,
    campaigns: new Map(inForce.map(({ name, plan }) => [name, plan])),
    now: clock.now(),
  };
}
