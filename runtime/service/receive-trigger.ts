import { receiveCall } from '../actions/receive-call.js';
import type { Overseer } from '../actions/run-plugin.js';
import type { Clock } from '../clock.js';
import type { TriggerAnswer, TriggerCall } from '../ingest/trigger-routes.js';
import type { PluginsInForce } from './in-force/plugins-in-force.js';
import { secretsFor } from './secrets-for.js';

export interface ReceiveDeps {
  readonly clock: Clock;
  readonly plugins: Pick<PluginsInForce, 'registry'>;
  secretOf(name: string): string | undefined;
  readonly log?: Overseer['log'];
}

/** A sender waits about this long for an answer; ms. */
const mostMs = 8_000;
/** Each is a process: strangers may call as often as they like. */
const atOnce = 4;

/** Has the plug-in of an event's trigger read a call, a few at a time. Never throws. */
export function createReceive({ clock, plugins, secretOf, log }: ReceiveDeps): (event: string, call: TriggerCall) => Promise<TriggerAnswer> {
  let running = 0;
  return async (event, call) => {
    const offered = plugins.registry().triggers.get(event);
    if (offered === undefined) return { kind: 'unknown' };
    if (running >= atOnce) return { kind: 'failed' };
    const secrets = secretsFor(offered.manifest.secrets, secretOf);
    running += 1;
    try {
      const end = await receiveCall(offered, call, { secrets, now: clock.now(), virtual: clock.virtual, mostMs }, log === undefined ? {} : { log });
      return end.kind === 'events' ? { ...end, event } : end;
    } finally {
      running -= 1;
    }
  };
}
