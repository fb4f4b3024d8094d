import { realClock } from '../../runtime/clock.js';
import type { ServiceOptions } from '../../runtime/service/service-options.js';
import type { Host } from '../host.js';
import { counted } from '../print/counted.js';
import { payloadCodecOf } from './payload-codec-of.js';

/**
 * What every process that serves takes from around it in the same way: the clock, secrets, and the
 * codec of what Temporal stores. `tell` hears of leads that were erased.
 *
 * @throws UsageError where the codec cannot be loaded or does not work
 */
export async function hostOptions(
  host: Pick<Host, 'env' | 'cwd'>,
  tell: (line: string) => void,
): Promise<Pick<ServiceOptions, 'clock' | 'secretOf' | 'payloadCodec' | 'onForgotten'>> {
  return {
    clock: realClock,
    secretOf: (name) => host.env[name],
    ...(await payloadCodecOf(host)),
    onForgotten: (leads) => tell(`${counted(leads, 'lead')} erased: silent for as long as "retention" keeps leads`),
  };
}
