import { bounceClassOf } from './bounce-class.js';
import { fieldGroups, typedValue } from './field-groups.js';
import type { BounceClass } from './mail-event.js';

/**
 * What a delivery report says (RFC 3464). Delays are no bounces: the server goes on trying. Undefined
 * where nothing failed; where several recipients failed, the worst of them.
 */
export function readBounce(report: string): BounceClass | undefined {
  const classes = fieldGroups(report).flatMap((fields) => {
    if (fields.get('action')?.toLowerCase() !== 'failed') return [];
    // Some give no better status than 5.0.0, and the true one in the words of the server.
    const said = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(typedValue(fields.get('diagnostic-code')) ?? '')?.[0];
    const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0];
    const best = status === undefined || /\.0\.0$/.test(status) ? (said ?? status) : status;
    return [bounceClassOf(best ?? '5.0.0') ?? 'soft'];
  });
  return worst.find((one) => classes.includes(one));
}

const worst: readonly BounceClass[] = ['hard', 'soft', 'policy'];
