import type { Channel } from '../channel.js';
import type { WebSettings } from '../web/web.channel.js';
import { createWebChannel } from '../web/web.channel.js';

/** A line to a room, by the incoming webhook that Slack, or a service like it, gave out; its address is the secret. */
export function createSlackChannel(settings: WebSettings): Channel {
  return createWebChannel(settings, ({ text }) => ({ text: escaped(text) }));
}

/** Slack's three; what a lead's name holds must not become a link or wake a room. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
