import type { Clock } from '../../clock.js';
import { createLeadDesk } from '../../leads/lead-lock.js';
import type { Database } from '../../store/database.js';
import type { ImportKind } from '../../store/imports/imports.js';
import { createReleases } from '../../store/releases.js';
import { consentTarget } from './consent.target.js';
import { countArrivals } from './count-arrivals.js';
import type { Imported, ImportJob } from './import-file.js';
import { importFile } from './import-file.js';
import { leadsTarget } from './leads.target.js';
import { sendsTarget } from './sends.target.js';
import { suppressionsTarget } from './suppressions.target.js';

export type { Imported } from './import-file.js';

/** A job whose rows are none of the caller's business. */
export type AnyImport = Omit<ImportJob<unknown>, 'target' | 'onTried'> & {
  /** Told in a dry run of leads how many would enter which campaign at once; absent: nobody counts. */
  readonly onArrivals?: (arrivals: ReadonlyMap<string, number>) => void;
};

/** Imports a file of one kind; see `importFile`. */
export function importAny(db: Database, clock: Clock, kind: ImportKind, { onArrivals, ...job }: AnyImport): Promise<Imported> {
  switch (kind) {
    case 'leads': {
      const desk = createLeadDesk({ db, clock, releases: createReleases() });
      const onTried: ImportJob<Parameters<typeof countArrivals>[1][number]['row']>['onTried'] = async (rows, storing) =>
        onArrivals?.(await countArrivals(desk, rows, storing));
      return importFile(db, clock, { ...job, target: leadsTarget, ...(onArrivals === undefined ? {} : { onTried }) });
    }
    case 'consent':
      return importFile(db, clock, { ...job, target: consentTarget });
    case 'suppressions':
      return importFile(db, clock, { ...job, target: suppressionsTarget });
    case 'sends':
      return importFile(db, clock, { ...job, target: sendsTarget });
  }
}
