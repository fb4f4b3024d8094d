import type { ActionManifest, ChannelManifest, FunctionManifest, Manifest, TriggerManifest } from './manifest.js';
import type { ExtensionField } from './schema-fields.js';
import { fieldsOfSchema } from './schema-fields.js';

/** Everything that plug-ins offer, by the name that campaigns use; the first of two keeps it. */
export interface DeclaredExtensions {
  /** `do: slack-post` */
  readonly actions: ReadonlyMap<string, DeclaredAction>;
  /** By the event that campaigns enter on or wait for. */
  readonly triggers: ReadonlyMap<string, DeclaredTrigger>;
  readonly channels: ReadonlyMap<string, DeclaredChannel>;
  /** `email_domain(lead.email)` */
  readonly functions: ReadonlyMap<string, DeclaredFunction>;
}

interface FromPlugin {
  /** The package's name. */
  readonly plugin: string;
}

/** Without `output` of the manifest: `fields` says the same in the language's own types. */
export type DeclaredAction = Omit<ActionManifest, 'output'> &
  FromPlugin & {
    /** What later conditions and templates may read. Lists and objects are not among them. */
    readonly output: ReadonlyMap<string, ExtensionField>;
  };

export type DeclaredTrigger = Omit<TriggerManifest, 'properties'> &
  FromPlugin & { readonly properties: ReadonlyMap<string, ExtensionField> };

export type DeclaredChannel = ChannelManifest & FromPlugin;

/** An argument that is unknown makes the result unknown. */
export type DeclaredFunction = FunctionManifest & FromPlugin;

export const noExtensions: DeclaredExtensions = {
  actions: new Map(),
  triggers: new Map(),
  channels: new Map(),
  functions: new Map(),
};

export function declaredExtensions(manifests: readonly Manifest[]): DeclaredExtensions {
  return {
    actions: byName(manifests, ({ actions }) =>
      actions.map((action) => [action.name, { ...action, output: fieldsOfSchema(action.output) }]),
    ),
    triggers: byName(manifests, ({ triggers }) =>
      triggers.map((trigger) => [trigger.event, { ...trigger, properties: fieldsOfSchema(trigger.properties) }]),
    ),
    channels: byName(manifests, ({ channels }) => channels.map((channel) => [channel.name, channel])),
    functions: byName(manifests, ({ functions }) => functions.map((one) => [one.name, one])),
  };
}

function byName<Part>(
  manifests: readonly Manifest[],
  parts: (manifest: Manifest) => readonly (readonly [string, Part])[],
): ReadonlyMap<string, Part & FromPlugin> {
  const found = new Map<string, Part & FromPlugin>();
  for (const manifest of manifests) {
    for (const [name, part] of parts(manifest)) {
      if (!found.has(name)) found.set(name, { ...part, plugin: manifest.name });
    }
  }
  return found;
}
