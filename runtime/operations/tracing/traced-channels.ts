import type { Channel, OutgoingMail } from '../../channels/channel.js';
import type { Said, Tracing } from './tracing.js';

/** The same channels, each hand-over within a span: what was sent, and what the other side said. */
export function tracedChannels(channelOf: (name: string) => Channel, tracing: Tracing): (name: string) => Channel {
  const made = new WeakMap<Channel, Channel>();
  return (name) => {
    const channel = channelOf(name);
    const before = made.get(channel);
    if (before !== undefined) return before;
    const traced: Channel = {
      deadlineMs: channel.deadlineMs,
      deliver: (mail, underWay) =>
        tracing.within('hand over', { channel: name, ...aboutOf(mail) }, async (note) => {
          const outcome = await channel.deliver(mail, underWay);
          note({ outcome: outcome.kind });
          return outcome;
        }),
      lookUp: (messageId) =>
        tracing.within('look up', { channel: name }, async (note) => {
          const outcome = await channel.lookUp(messageId);
          note({ outcome: outcome.kind });
          return outcome;
        }),
      close: () => channel.close(),
    };
    made.set(channel, traced);
    return traced;
  };
}

function aboutOf({ about }: OutgoingMail): Said {
  return about === undefined ? {} : { campaign: about.campaign, step: about.step };
}
