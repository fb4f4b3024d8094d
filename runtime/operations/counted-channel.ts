import type { Channel, Outcome } from '../channels/channel.js';
import { TryLater } from '../channels/channel.js';
import type { Metrics } from './metrics.js';

/** The same channels, and each hand-over is counted by what the other side said. */
export function countedChannels(channelOf: (name: string) => Channel, metrics: Metrics): (name: string) => Channel {
  const made = new WeakMap<Channel, Channel>();
  return (name) => {
    const channel = channelOf(name);
    const before = made.get(channel);
    if (before !== undefined) return before;
    const counted: Channel = {
      deadlineMs: channel.deadlineMs,
      deliver: (mail, underWay) => timed(() => channel.deliver(mail, underWay), name, metrics),
      lookUp: (messageId) => timed(() => channel.lookUp(messageId), name, metrics),
      close: () => channel.close(),
    };
    made.set(channel, counted);
    return counted;
  };
}

async function timed(call: () => Promise<Outcome>, channel: string, metrics: Metrics): Promise<Outcome> {
  const began = performance.now();
  try {
    const outcome = await call();
    metrics.handedOver(channel, outcome.kind, performance.now() - began);
    return outcome;
  } catch (error) {
    // Who waits for its turn has not been handed over yet.
    const waits = error instanceof TryLater && error.note !== undefined;
    if (!waits) metrics.handedOver(channel, 'failed', performance.now() - began);
    throw error;
  }
}
