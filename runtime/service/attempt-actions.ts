import { attemptAction } from '../actions/attempt-action.js';
import type { AttemptEnd } from '../actions/attempt-action.js';
import type { Overseer } from '../actions/run-plugin.js';
import type { OfferedAction } from '../extensions/registry.js';
import type { ActionResult, Actions, BegunAction } from '../leads/actions.js';
import type { ActEnd, AttemptAction } from '../temporal/act.activity.js';
import type { PluginsInForce } from './in-force/plugins-in-force.js';
import { secretsFor } from './secrets-for.js';

export interface AttemptDeps {
  readonly actions: Actions;
  readonly plugins: PluginsInForce;
  secretOf(name: string): string | undefined;
  /** Whether time stands still between moves: then nobody waits for a provider's patience. */
  readonly virtual: boolean;
  readonly log?: Overseer['log'];
  /** Whether this lead's actions may be run here: not of everybody in an environment for trials. */
  mayAct?(attributes: Readonly<Record<string, unknown>>): boolean;
}

/** How often a run that goes on asks whether anybody still wants it; ms. */
const askMs = 2_000;

/** Attempts at actions: found, run, judged, and settled where nothing more is to be tried. */
export function createAttempts(deps: AttemptDeps): AttemptAction {
  const { actions, plugins } = deps;
  return async (key, epoch, overseer) => {
    const begun = await actions.begin(key, epoch);
    if (begun === undefined) return { kind: 'settled' };
    const offered = plugins.registry().actions.get(begun.action);
    if (offered === undefined) return settled(actions, begun, { kind: 'failed', detail: 'no_action' });
    if (deps.mayAct?.(begun.lead.attributes) === false) return settled(actions, begun, { kind: 'failed', detail: 'environment' });
    const { retry, timeouts, source } = offered.manifest;
    const leftMs = begun.createdAt + (begun.timeoutMs ?? timeouts.totalMs) - begun.now;
    if (leftMs <= 0) return settled(actions, begun, { kind: 'failed', detail: 'too_late' });
    // Attempts that crashed with their worker count too.
    if (begun.attempts > retry.attempts) return settled(actions, begun, { kind: 'failed', detail: 'tried_out' });
    const end = await oversee(deps, begun, offered, leftMs, overseer);
    switch (end.kind) {
      case 'done':
        return settled(actions, begun, { kind: 'done', output: end.output, ...(source === undefined ? {} : { source }) });
      case 'failed':
        return settled(actions, begun, end);
      case 'called-off':
        return overseer.signal.aborted ? { kind: 'again' } : { kind: 'settled' };
      case 'again':
        return onceMore(deps, begun, end, leftMs, retry.attempts);
    }
  };
}

async function oversee(
  { actions, secretOf, virtual, log }: AttemptDeps,
  begun: BegunAction,
  offered: OfferedAction,
  leftMs: number,
  { signal, heartbeat }: Parameters<AttemptAction>[2],
): Promise<AttemptEnd> {
  const off = new AbortController();
  const stop = (): void => off.abort();
  signal.addEventListener('abort', stop);
  const asking = setInterval(() => {
    // Out of reach is no answer: it goes on.
    actions.isWanted(begun).then((wanted) => {
      if (!wanted) off.abort();
    }, () => undefined);
  }, askMs);
  try {
    const { key, attempts, config, lead, entry, now } = begun;
    const secrets = secretsFor(offered.manifest.secrets, secretOf);
    const attempt = { idempotencyKey: key, attempt: attempts, input: { config, lead, entry }, secrets, now, virtual, leftMs };
    return await attemptAction(offered, attempt, { signal: off.signal, heartbeat, ...(log === undefined ? {} : { log }) });
  } finally {
    clearInterval(asking);
    signal.removeEventListener('abort', stop);
  }
}

async function onceMore(
  { actions, virtual }: AttemptDeps,
  begun: BegunAction,
  { afterMs, patience, reason }: Extract<AttemptEnd, { kind: 'again' }>,
  leftMs: number,
  attempts: number,
): Promise<ActEnd> {
  if (patience && (afterMs ?? 0) >= leftMs) return settled(actions, begun, { kind: 'failed', detail: 'too_late', reason });
  if (patience && !virtual) {
    await actions.unbegin(begun);
    return { kind: 'again', ...(afterMs === undefined ? {} : { afterMs }) };
  }
  if (begun.attempts >= attempts) return settled(actions, begun, { kind: 'failed', detail: 'tried_out', reason });
  return { kind: 'again' };
}

async function settled(actions: Actions, begun: BegunAction, result: ActionResult): Promise<ActEnd> {
  await actions.settle(begun, result);
  return { kind: 'settled' };
}
