import type { Clock } from '../clock.js';
import type { Erasure } from '../leads/erasing.js';
import { countErasable, eraseLead } from '../leads/erasing.js';
import { createLeadDesk } from '../leads/lead-lock.js';
import type { Database } from '../store/database.js';
import { createReleases } from '../store/releases.js';

export type { Erasure } from '../leads/erasing.js';

/** What an erasure would take; undefined when nobody knows the lead. */
export function countErasure(db: Database, clock: Clock, userId: string): Promise<Erasure | undefined> {
  return countErasable(createLeadDesk({ db, clock, releases: createReleases() }), userId);
}

/** Erases the person; see `eraseLead`. */
export function eraseOne(db: Database, clock: Clock, userId: string): Promise<Erasure | undefined> {
  return eraseLead(createLeadDesk({ db, clock, releases: createReleases() }), userId);
}
