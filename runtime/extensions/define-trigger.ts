import type { TriggerManifest } from '../../compiler/extensions/manifest.js';
import type { ExtensionContext } from './context.js';
import { demandName, demandNames } from './named.js';
import type { SchemaSource, ValueOf } from './schema-type.js';
import { staticSchema } from './static-schema.js';

/** What came in at the trigger's own address. */
export interface TriggerRequest<Config> {
  readonly config: Config;
  readonly method: string;
  /** Lower case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came over the wire: signatures are over it. */
  readonly body: string;
}

export interface TriggeredEvent<Properties> {
  readonly userId: string;
  /** The same for the same happening, so that a repeated call stores it once. */
  readonly messageId: string;
  /** ISO 8601 with an offset; absent: now. */
  readonly at?: string;
  readonly properties: Properties;
}

export type TriggerResult<Properties> =
  | { readonly kind: 'events'; readonly events: readonly TriggeredEvent<Properties>[] }
  /** A handshake of the sender: answered, and nothing stored. */
  | { readonly kind: 'answer'; readonly body: string }
  /** Not signed, not for us, not to be read. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface TriggerSpec<Config extends SchemaSource, Properties extends SchemaSource> {
  readonly name: string;
  readonly version: number;
  readonly summary: string;
  /** The event that campaigns enter on; the plug-in declares it, no schema file has to. */
  readonly event: string;
  readonly config: Config;
  /** Of the event. */
  readonly properties: Properties;
  readonly secrets?: readonly string[];
  receive(
    request: TriggerRequest<ValueOf<Config>>,
    context: ExtensionContext,
  ): Promise<TriggerResult<ValueOf<Properties>>>;
}

export interface Trigger<Config = unknown, Properties = unknown> {
  readonly kind: 'trigger';
  readonly manifest: TriggerManifest;
  receive(request: TriggerRequest<Config>, context: ExtensionContext): Promise<TriggerResult<Properties>>;
}

/**
 * A way in for happenings elsewhere: a webhook that becomes events.
 *
 * @throws PluginError for a name or schema that cannot be taken
 */
export function defineTrigger<const Config extends SchemaSource, const Properties extends SchemaSource>(
  spec: TriggerSpec<Config, Properties>,
): Trigger<ValueOf<Config>, ValueOf<Properties>> {
  const { name, version, summary, event, secrets = [] } = spec;
  demandNames('trigger', name, version);
  demandName('event', event);
  const config = staticSchema(spec.config, `The config of "${name}"`, 'input');
  const properties = staticSchema(spec.properties, `The event of "${name}"`, 'output');
  return Object.freeze({
    kind: 'trigger',
    manifest: { name, version, summary, event, config, properties, secrets: [...secrets] },
    receive: (request: TriggerRequest<ValueOf<Config>>, context: ExtensionContext) => spec.receive(request, context),
  } as const);
}
