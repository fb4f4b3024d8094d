import type { Channel } from './channel.js';
import { createSlackChannel } from './slack/slack.channel.js';
import { createSmsChannel } from './sms/sms.channel.js';
import { createTaskChannel } from './task/task.channel.js';
import type { WebSettings } from './web/web.channel.js';
import { createWebhookChannel } from './webhook/webhook.channel.js';

/** The kinds of channels that a workspace can declare, e-mail aside; plug-ins add theirs. One line each. */
export const allKinds: Readonly<Record<string, (settings: WebSettings) => Channel>> = {
  webhook: createWebhookChannel,
  slack: createSlackChannel,
  sms: createSmsChannel,
  task: createTaskChannel,
};
