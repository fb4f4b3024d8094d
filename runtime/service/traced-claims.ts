import type { Tracing } from '../operations/tracing/tracing.js';
import type { Claims } from '../temporal/deliver.activity.js';

/** The same claims: that the gate was asked again, and what was settled, each within a span. */
export function tracedClaims(claims: Claims, tracing: Tracing): Claims {
  return {
    ...claims,
    confirm: (sendKey, epoch) =>
      tracing.within('confirm', {}, async (note) => {
        const confirmed = await claims.confirm(sendKey, epoch);
        const about = confirmed.kind === 'ready' ? confirmed.mail.about : undefined;
        note({ claim: confirmed.kind, ...(about === undefined ? {} : { campaign: about.campaign, step: about.step }) });
        return confirmed;
      }),
    settle: (attempt, outcome) => tracing.within('settle', { outcome: outcome.kind }, () => claims.settle(attempt, outcome)),
  };
}
