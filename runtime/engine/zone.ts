import { isZone } from './civil-time.js';
import type { Facts } from './types.js';

/** The zone a lead's wall-clock times are read in, and whether it is the lead's own. */
export interface LeadZone {
  readonly zone: string;
  /** The name the lead carries, where no such zone exists. */
  readonly unknown?: string;
}

/** The lead's own zone, else the workspace's. */
export function zoneOf({ lead, workspace }: Pick<Facts, 'lead' | 'workspace'>): LeadZone {
  const own = lead.attributes['time_zone'];
  if (typeof own !== 'string' || own === '') return { zone: workspace.zone };
  return isZone(own) ? { zone: own } : { zone: workspace.zone, unknown: own };
}

/** The zone alone, for whoever has no facts at hand. */
export function zoneNameOf(attributes: Readonly<Record<string, unknown>>, fallback: string): string {
  const own = attributes['time_zone'];
  return typeof own === 'string' && own !== '' && isZone(own) ? own : fallback;
}
