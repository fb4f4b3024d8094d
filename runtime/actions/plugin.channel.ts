import { isRecord } from '../../compiler/extensions/is-record.js';
import type { ChannelManifest } from '../../compiler/extensions/manifest.js';
import type { Channel, Outcome } from '../channels/channel.js';
import type { Offered } from '../extensions/registry.js';
import type { Job } from './protocol.js';
import type { Overseer, RunEnd } from './run-plugin.js';
import { runPlugin } from './run-plugin.js';

export interface PluginChannelSettings {
  /** What perennial.yaml says of the channel. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: Job['secrets'];
  readonly now: () => number;
  readonly virtual: boolean;
  readonly log?: Overseer['log'];
}

/** A channel of a plug-in: each message in a process of its own. */
export function createPluginChannel({ manifest, module }: Offered<ChannelManifest>, settings: PluginChannelSettings): Channel {
  const { config, secrets, now, virtual, log } = settings;
  const { name, deadlineMs } = manifest;
  // Room for the end of the process below the promised deadline.
  const attemptMs = Math.max(1, deadlineMs * 0.9 - 1_000);
  const jobOf = (part: 'channel' | 'look-up', input: unknown, id: string): Omit<Job, 'mostMs'> => ({
    module,
    part,
    name,
    input,
    secrets,
    now: now(),
    virtual,
    idempotencyKey: id,
    attempt: 1,
  });
  return {
    deadlineMs,
    async deliver({ messageId, to, text }, underWay) {
      let passed = false;
      let refusal: { readonly reason: unknown } | undefined;
      const gate = async (): Promise<void> => {
        try {
          await underWay();
          passed = true;
        } catch (reason) {
          refusal = { reason };
          throw reason;
        }
      };
      const job = jobOf('channel', { messageId, config, to, text }, messageId);
      const end = await runPlugin(job, attemptMs, { underWay: gate, ...(log === undefined ? {} : { log }) });
      if (refusal !== undefined) throw refusal.reason;
      const outcome = outcomeOf(end, to);
      if (outcome !== undefined) return outcome;
      if (passed) return { kind: 'unknown', response: 'the channel did not say what became of it' };
      throw new Error(`nothing was handed over: the channel "${name}" ${end.kind === 'broken' ? `was ended (${end.why})` : 'failed'}`);
    },
    async lookUp(messageId) {
      const end = await runPlugin(jobOf('look-up', messageId, messageId), attemptMs);
      return outcomeOf(end, '') ?? { kind: 'unknown', response: 'the channel could not be asked' };
    },
    close: async () => {},
  };
}

/** Undefined where it gave no answer. What it says of the recipient is not kept. */
function outcomeOf(end: RunEnd, to: string): Outcome | undefined {
  if (end.kind !== 'ended' || !isRecord(end.value)) return undefined;
  const { kind, suppress } = end.value;
  const said = String(end.value['response']).slice(0, 500);
  const response = to === '' ? said : said.replaceAll(to, '[recipient]');
  switch (kind) {
    case 'sent':
    case 'unknown':
      return { kind, response };
    case 'refused':
      return { kind, response, suppress: suppress === true ? 'no_mailbox' : false };
    default:
      return undefined;
  }
}
