import type { ChannelManifest } from '../../compiler/extensions/manifest.js';
import type { ExtensionContext } from './context.js';
import type { DurationText } from './duration-text.js';
import { msOf } from './duration-text.js';
import { demandNames } from './named.js';
import type { SchemaSource, ValueOf } from './schema-type.js';
import { staticSchema } from './static-schema.js';

export interface ChannelMessage<Config> {
  /** The provider's idempotency key, where it takes one: the same for every attempt. */
  readonly messageId: string;
  readonly config: Config;
  /** Where the lead is reached on this channel. */
  readonly to: string;
  /** Rendered for this lead. */
  readonly text: string;
}

/** What the other side said. Out of reach before the point of no return is an error, thrown. */
export type ChannelOutcome =
  | { readonly kind: 'sent'; readonly response: string }
  /** For good. `suppress`: the address itself does not exist. */
  | { readonly kind: 'refused'; readonly response: string; readonly suppress: boolean }
  /** Nobody can say whether the message was accepted. */
  | { readonly kind: 'unknown'; readonly response: string };

export interface ChannelContext extends ExtensionContext {
  /** Awaited just before the point of no return; give up when it rejects. */
  underWay(): Promise<void>;
}

export interface ChannelSpec<Config extends SchemaSource> {
  readonly name: string;
  readonly version: number;
  readonly summary: string;
  readonly config: Config;
  readonly consent: 'none' | 'marketing';
  /** A delivery ends within this time. */
  readonly deadline: DurationText;
  readonly secrets?: readonly string[];
  deliver(message: ChannelMessage<ValueOf<Config>>, context: ChannelContext): Promise<ChannelOutcome>;
  /** Whether a message was accepted, where the provider can tell. */
  lookUp?(messageId: string, context: ExtensionContext): Promise<ChannelOutcome>;
}

export interface PluginChannel<Config = unknown> {
  readonly kind: 'channel';
  readonly manifest: ChannelManifest;
  deliver(message: ChannelMessage<Config>, context: ChannelContext): Promise<ChannelOutcome>;
  lookUp(messageId: string, context: ExtensionContext): Promise<ChannelOutcome>;
}

/**
 * A way to reach a person, beside mail.
 *
 * @throws PluginError for a name, schema or time that cannot be taken
 */
export function defineChannel<const Config extends SchemaSource>(spec: ChannelSpec<Config>): PluginChannel<ValueOf<Config>> {
  const { name, version, summary, consent, secrets = [] } = spec;
  demandNames('channel', name, version);
  const config = staticSchema(spec.config, `The config of "${name}"`, 'input');
  const deadlineMs = msOf(spec.deadline, `deadline of "${name}"`);
  const nobodyKnows: ChannelOutcome = { kind: 'unknown', response: 'the channel cannot look messages up' };
  return Object.freeze({
    kind: 'channel',
    manifest: { name, version, summary, config, consent, deadlineMs, secrets: [...secrets] },
    deliver: (message: ChannelMessage<ValueOf<Config>>, context: ChannelContext) => spec.deliver(message, context),
    lookUp: async (messageId: string, context: ExtensionContext) => (await spec.lookUp?.(messageId, context)) ?? nobodyKnows,
  } as const);
}
