import type { PluginFunction } from '../../engine/further-facts.js';
import { loadPlugins } from '../../extensions/load-plugins.js';
import type { PluginRegistry } from '../../extensions/registry.js';
import { noPlugins } from '../../extensions/registry.js';

/** The plug-ins of the workspace in force, as this process has found them. */
export interface PluginsInForce {
  registry(): PluginRegistry;
  /** By name, always the latest: what conditions call. */
  readonly functions: ReadonlyMap<string, PluginFunction>;
  /** Finds those that are named; does nothing where they are the ones it has. */
  use(names: readonly string[]): Promise<void>;
}

/** `root` is the repository, or where its plug-ins are installed. */
export function createPluginsInForce(root: string, onError: (error: unknown) => void): PluginsInForce {
  let registry = noPlugins;
  let used = '[]';
  const functions = new Map<string, PluginFunction>();
  return {
    registry: () => registry,
    functions,
    async use(names) {
      const wanted = JSON.stringify(names);
      if (wanted === used) return;
      used = wanted;
      const loaded = await loadPlugins(root, names);
      for (const problem of loaded.problems) onError(new Error(problem));
      registry = loaded.registry;
      functions.clear();
      for (const [name, one] of registry.functions) functions.set(name, (values) => one.evaluate(values));
    },
  };
}
