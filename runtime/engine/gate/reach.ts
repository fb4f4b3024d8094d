import type { WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { Facts, Verdict } from '../types.js';

/**
 * The attribute that holds a lead's address on the channel; undefined where the channel needs
 * none, because it reaches a team or an application that knows the lead.
 */
export function addressAttribute(channel: string, workspace: WorkspacePlan): string | undefined {
  if (channel === 'email') return 'email';
  const { channels = {} } = workspace;
  const address = Object.hasOwn(channels, channel) ? channels[channel]?.settings['address'] : undefined;
  if (typeof address === 'string') return address;
  return kindOf(channel, workspace) === 'sms' ? 'phone' : undefined;
}

/** What sort of channel this is: of the workspace, by its own name where that says nothing. */
export function kindOf(channel: string, { channels = {} }: WorkspacePlan): string {
  return (Object.hasOwn(channels, channel) ? channels[channel]?.kind : undefined) ?? channel;
}

/** Why the lead cannot be reached on the channel, if so. Suppression is of an e-mail address. */
export function notReached(channel: string, { lead, workspace }: Facts): Verdict | undefined {
  const attribute = addressAttribute(channel, workspace);
  if (attribute === undefined) return undefined;
  const address = lead.attributes[attribute];
  if (typeof address !== 'string' || address === '') {
    const what = channel === 'email' ? 'e-mail address' : `"${attribute}" to be reached at on ${channel}`;
    return { kind: 'skip', detail: 'no_address', text: `The lead has no ${what}.` };
  }
  if (attribute !== 'email' || !lead.suppressed) return undefined;
  return { kind: 'skip', detail: 'suppressed', text: 'The address is suppressed: it bounced or complained.' };
}
