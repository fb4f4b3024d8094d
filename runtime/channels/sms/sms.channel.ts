import type { Channel } from '../channel.js';
import type { WebSettings } from '../web/web.channel.js';
import { createWebChannel } from '../web/web.channel.js';

/** A text message, by a gateway that takes one signed POST for each. */
export function createSmsChannel(settings: WebSettings): Channel {
  return createWebChannel(settings, ({ to, text }, id) => ({ id, to, text }));
}
