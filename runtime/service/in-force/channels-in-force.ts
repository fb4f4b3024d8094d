import type { ChannelPlan, WorkspacePlan } from '../../../compiler/plan/ir.js';
import { createPluginChannel } from '../../actions/plugin.channel.js';
import { allKinds } from '../../channels/all-kinds.js';
import type { Channel } from '../../channels/channel.js';
import type { Clock } from '../../clock.js';
import type { PluginsInForce } from './plugins-in-force.js';
import { secretsFor } from '../secrets-for.js';

export interface ChannelDeps {
  readonly email: Channel;
  readonly clock: Clock;
  readonly plugins: PluginsInForce;
  readonly deadlineMs: number;
  workspace(): WorkspacePlan | undefined;
  secretOf(name: string): string | undefined;
}

/**
 * The channels of the workspace in force, by name; made anew when their settings change.
 *
 * @throws for one that perennial.yaml does not have, or whose secrets are not set: trying again
 * helps once they are
 */
export function createChannels(deps: ChannelDeps): (name: string) => Channel {
  const made = new Map<string, { readonly settings: string; readonly channel: Channel }>();
  return (name) => {
    if (name === 'email') return deps.email;
    const { channels = {} } = deps.workspace() ?? {};
    const plan = Object.hasOwn(channels, name) ? channels[name] : undefined;
    if (plan === undefined) throw new Error(`perennial.yaml has no channel "${name}" any more`);
    const settings = JSON.stringify(plan);
    const known = made.get(name);
    if (known?.settings === settings) return known.channel;
    const channel = make(name, plan, deps);
    made.set(name, { settings, channel });
    return channel;
  };
}

function make(name: string, { kind, settings }: ChannelPlan, { clock, plugins, deadlineMs, secretOf }: ChannelDeps): Channel {
  const create = Object.hasOwn(allKinds, kind) ? allKinds[kind] : undefined;
  if (create === undefined) {
    const offered = plugins.registry().channels.get(kind);
    if (offered === undefined) throw new Error(`the channel "${name}" is of the kind "${kind}", which nobody offers`);
    const { address: _ours, ...config } = settings;
    const secrets = secretsFor(offered.manifest.secrets, secretOf);
    return createPluginChannel(offered, { config, secrets, now: () => clock.now(), virtual: clock.virtual });
  }
  const named = (setting: string): string | undefined => {
    const secret = settings[setting];
    if (secret === undefined) return undefined;
    const value = secretOf(String(secret));
    if (value === undefined || value === '') throw new Error(`the secret "${String(secret)}" of the channel "${name}" is not set`);
    return value;
  };
  const secret = named('secret');
  return create({
    url: named('url_secret') ?? String(settings['url'] ?? ''),
    ...(secret === undefined ? {} : { secret }),
    allowPrivate: settings['allow_private'] === true,
    deadlineMs,
  });
}
