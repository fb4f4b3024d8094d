import type { Entering } from '../../runtime/service/count-entering.js';
import { counted } from '../print/counted.js';

/** A line for each way in that a release brings: who comes in at once, and whom a broadcast would reach. */
export function printEntering(entering: readonly Entering[]): string {
  return entering
    .map(({ campaign, by, atOnce, audience }) => {
      const reached = audience === undefined ? '' : `; ${counted(audience.leads, 'lead')} in ${audience.segment} today`;
      return `${campaign}, ${by}: ${counted(atOnce, 'lead')} ${atOnce === 1 ? 'enters' : 'enter'} at once${reached}`;
    })
    .join('\n');
}

export function enteringAtOnce(entering: readonly Entering[]): number {
  return entering.reduce((sum, { atOnce }) => sum + atOnce, 0);
}
