import type { Facts } from '../types.js';
import { isZone } from './civil-time.js';

/** The zone a lead's wall-clock times are read in, and whether it is the lead's own. */
export interface LeadZone {
  readonly zone: string;
  /** The name the lead carries, where no such zone exists. */
  readonly unknown?: string;
}

type Known = Pick<Facts, 'account' | 'workspace'>;

/** The lead's own zone, else that of its account, else the workspace's. */
export function zoneOf({ lead, ...known }: Known & Pick<Facts, 'lead'>): LeadZone {
  const own = lead.attributes['time_zone'];
  if (typeof own !== 'string' || own === '') return { zone: accountZone(known) };
  return isZone(own) ? { zone: own } : { zone: accountZone(known), unknown: own };
}

/** The zone alone, for whoever knows nobody's account. */
export function zoneNameOf(attributes: Readonly<Record<string, unknown>>, fallback: string): string {
  const own = attributes['time_zone'];
  return typeof own === 'string' && own !== '' && isZone(own) ? own : fallback;
}

/** The zone of a clock that a moment names: `account time`, `workspace time`; the lead's where it names none. */
export function clockZone(clock: 'account' | 'workspace' | undefined, facts: Pick<Facts, 'lead' | 'account' | 'workspace'>): string {
  switch (clock) {
    case 'account':
      return accountZone(facts);
    case 'workspace':
      return facts.workspace.zone;
    case undefined:
      return zoneOf(facts).zone;
  }
}

/** The account's own zone, else the workspace's. */
function accountZone({ account, workspace }: Known): string {
  const own = account?.attributes['time_zone'];
  return typeof own === 'string' && isZone(own) ? own : workspace.zone;
}
