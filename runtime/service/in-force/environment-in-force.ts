import { join } from 'node:path';
import { createSmtpChannel } from '../../channels/email/smtp.channel.js';
import { isAllowed, withAllowList } from '../../channels/allow-list.js';
import type { Channel } from '../../channels/channel.js';
import { startInbox } from '../../inbox/inbox-server.js';
import type { WorkspacePlan } from '../../../compiler/plan/ir.js';
import { channelDeadlineMs } from '../../temporal/contract.js';

/** perennial.yaml, as it was applied, has no such environment. */
export class UnknownEnvironment extends Error {
  readonly known: readonly string[];

  constructor(name: string, known: readonly string[]) {
    super(`perennial.yaml has no environment "${name}".`);
    this.name = 'UnknownEnvironment';
    this.known = known;
  }
}

export interface EnvironmentSettings {
  readonly name: string;
  /** Where what may not leave is kept. */
  readonly folder: string;
}

/** Puts the allow-list of the environment before every channel; without an environment nothing. */
export async function channelsWithin(
  environment: EnvironmentSettings | undefined,
  channelOf: (name: string) => Channel,
  workspace: () => WorkspacePlan | undefined,
): Promise<{ readonly channelOf: (name: string) => Channel; stop(): Promise<void> }> {
  if (environment === undefined) return { channelOf, stop: async () => {} };
  const { name, folder } = environment;
  demandEnvironment(name, workspace());
  const inbox = await startInbox({ dir: join(folder, 'inbox') });
  const instead = createSmtpChannel({ host: '127.0.0.1', port: inbox.port, deadlineMs: channelDeadlineMs, connections: 2 });
  const made = new WeakMap<Channel, Channel>();
  return {
    channelOf(channelName) {
      const channel = channelOf(channelName);
      const known = workspace()?.environments ?? {};
      // One that a later release took away lets nobody through; one without a list, everybody.
      const own = Object.hasOwn(known, name) ? known[name] : { allow: [] };
      if (own?.allow === undefined) return channel;
      const before = made.get(channel);
      if (before !== undefined) return before;
      const within = withAllowList(channel, instead, { environment: name, allowed: () => allowedIn(workspace(), name) });
      made.set(channel, within);
      return within;
    },
    async stop() {
      await instead.close();
      await inbox.stop();
    },
  };
}

/** Whether something may be done to the lead with this address outside: in an environment only to its allow-list. */
export function mayReach(environment: EnvironmentSettings | undefined, workspace: WorkspacePlan | undefined, address: unknown): boolean {
  if (environment === undefined) return true;
  const known = workspace?.environments ?? {};
  const own = Object.hasOwn(known, environment.name) ? known[environment.name] : { allow: [] };
  return own?.allow === undefined || (typeof address === 'string' && isAllowed(own.allow, address));
}

function allowedIn(workspace: WorkspacePlan | undefined, name: string): readonly string[] {
  const known = workspace?.environments ?? {};
  return (Object.hasOwn(known, name) ? known[name]?.allow : undefined) ?? [];
}

function demandEnvironment(name: string, workspace: WorkspacePlan | undefined): void {
  const known = Object.keys(workspace?.environments ?? {});
  if (!known.includes(name)) throw new UnknownEnvironment(name, known);
}
