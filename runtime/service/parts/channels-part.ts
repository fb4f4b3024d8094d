import type { Channel } from '../../channels/channel.js';
import { withLinks } from '../../channels/email/counted.channel.js';
import { withPace } from '../../channels/email/paced.channel.js';
import { createSmtpChannel } from '../../channels/email/smtp.channel.js';
import { paceTo } from '../../channels/email/usual-paces.js';
import { countedChannels } from '../../operations/counted-channel.js';
import { tracedChannels } from '../../operations/tracing/traced-channels.js';
import { createLanes } from '../../store/lanes.js';
import { channelDeadlineMs } from '../../temporal/contract.js';
import { createChannels } from '../in-force/channels-in-force.js';
import { dkimInForce } from '../in-force/dkim-in-force.js';
import { channelsWithin } from '../in-force/environment-in-force.js';
import { linkRulesOf } from '../in-force/links-in-force.js';
import type { Foundation } from './foundation.js';

/** The channels by name: of the workspace in force, behind the environment's allow-list, each hand-over counted. */
export async function openChannels(base: Foundation, publicUrl: string): Promise<(name: string) => Channel> {
  const { options, clock, db, plugins, tokens, metrics, tracing, ends, workspace, secretOf } = base;
  const smtp = createSmtpChannel({
    ...options.smtp,
    deadlineMs: channelDeadlineMs,
    connections: 10,
    dkimKeys: dkimInForce(workspace, secretOf),
    ...(options.bounceMailbox === undefined ? {} : { bounceMailbox: options.bounceMailbox }),
  });
  ends.push(() => smtp.close());
  // Under a virtual clock nothing goes to anybody's mailbox provider.
  const paced = clock.virtual ? smtp : withPace(smtp, { lanes: createLanes(db), paceTo: (domain) => paceTo(domain, workspace()?.pace) });
  const email = withLinks(paced, (sent) => linkRulesOf(sent, workspace(), { tokens: tokens.links, publicUrl }));
  const everyChannel = createChannels({ email, clock, plugins, deadlineMs: channelDeadlineMs, workspace, secretOf });
  const { channelOf, stop } = await channelsWithin(options.environment, everyChannel, workspace);
  ends.push(stop);
  return tracedChannels(countedChannels(channelOf, metrics), tracing);
}
