import type { Manifest } from '../../compiler/extensions/manifest.js';
import { manifestVersion } from '../../compiler/extensions/manifest.js';
import { manifestHash, readManifest } from '../../compiler/extensions/read-manifest.js';
import type { Action } from './define-action.js';
import type { PluginChannel } from './define-channel.js';
import type { ExpressionFunction } from './define-function.js';
import type { Trigger } from './define-trigger.js';
import { PluginError } from './plugin-error.js';

export interface PluginSpec {
  /** The name of the package. */
  readonly name: string;
  readonly apiVersion: typeof manifestVersion;
  readonly actions?: readonly Action[];
  readonly triggers?: readonly Trigger[];
  readonly channels?: readonly PluginChannel[];
  readonly functions?: readonly ExpressionFunction[];
}

export interface Plugin extends Required<PluginSpec> {
  readonly kind: 'plugin';
}

/**
 * One package's actions, triggers, channels and functions.
 *
 * @throws PluginError for two of one name, or another version of this interface
 */
export function definePlugin(spec: PluginSpec): Plugin {
  const { name, actions = [], triggers = [], channels = [], functions = [] } = spec;
  // Who writes JavaScript has no compiler to say so.
  const apiVersion: number = spec.apiVersion;
  if (apiVersion !== manifestVersion) {
    throw new PluginError(`"${name}" wants plug-in API ${apiVersion}; this version has ${manifestVersion}.`);
  }
  demandOnce('action', actions.map(({ manifest }) => manifest.name));
  demandOnce('trigger', triggers.map(({ manifest }) => manifest.name));
  demandOnce('event', triggers.map(({ manifest }) => manifest.event));
  demandOnce('channel', channels.map(({ manifest }) => manifest.name));
  demandOnce('function', functions.map(({ manifest }) => manifest.name));
  return Object.freeze({ kind: 'plugin', name, apiVersion: manifestVersion, actions, triggers, channels, functions } as const);
}

/**
 * What `perennial check` reads of a plug-in. The same plug-in gives the same manifest.
 *
 * @throws PluginError when it belongs to another package, or could not be read back
 */
export function manifestOf(plugin: Plugin, pack: { readonly name: string; readonly version: string }): Manifest {
  if (plugin.name !== pack.name) {
    throw new PluginError(`definePlugin says "${plugin.name}", package.json "${pack.name}"; they must be one name.`);
  }
  const content: Omit<Manifest, 'hash'> = {
    apiVersion: plugin.apiVersion,
    name: pack.name,
    version: pack.version,
    actions: plugin.actions.map(({ manifest }) => manifest),
    triggers: plugin.triggers.map(({ manifest }) => manifest),
    channels: plugin.channels.map(({ manifest }) => manifest),
    functions: plugin.functions.map(({ manifest }) => manifest),
  };
  const manifest = { ...content, hash: manifestHash(content) };
  const reading = readManifest(JSON.stringify(manifest));
  switch (reading.kind) {
    case 'read':
      return manifest;
    case 'unreadable':
      throw new PluginError(`The manifest of "${plugin.name}" could not be read back: ${reading.problem}.`);
    case 'invalid-schema':
      throw new PluginError(`The schema of ${reading.where} is not valid: ${reading.problem}.`);
    default:
      throw new PluginError(`The manifest of "${plugin.name}" could not be read back.`);
  }
}

function demandOnce(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new PluginError(`There are two ${what}s "${twice}".`);
}
