import type { ActionManifest, ChannelManifest, TriggerManifest } from '../../compiler/extensions/manifest.js';
import type { ExpressionFunction } from './define-function.js';

/** One thing that a plug-in offers, and where its code lies. */
export interface Offered<Manifest> {
  readonly manifest: Manifest;
  /** The package's name. */
  readonly plugin: string;
  /** `file:` address of the code. */
  readonly module: string;
}

/** All that the plug-ins in force offer, by the names that campaigns use. */
export interface PluginRegistry {
  readonly actions: ReadonlyMap<string, Offered<ActionManifest>>;
  /** By the event that campaigns name. */
  readonly triggers: ReadonlyMap<string, Offered<TriggerManifest>>;
  /** By kind. */
  readonly channels: ReadonlyMap<string, Offered<ChannelManifest>>;
  /** Loaded: expressions ask them without waiting. */
  readonly functions: ReadonlyMap<string, ExpressionFunction>;
}

export type OfferedAction = Offered<ActionManifest>;
export type OfferedTrigger = Offered<TriggerManifest>;

export const noPlugins: PluginRegistry = {
  actions: new Map(),
  triggers: new Map(),
  channels: new Map(),
  functions: new Map(),
};
