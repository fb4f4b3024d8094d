import type { channelKinds } from '../../compiler/plan/ir.js';
import type { Channel } from './channel.js';
import { createSlackChannel } from './slack/slack.channel.js';
import { createSmsChannel } from './sms/sms.channel.js';
import { createTaskChannel } from './task/task.channel.js';
import type { WebSettings } from './web/web.channel.js';
import { createWebhookChannel } from './webhook/webhook.channel.js';

type Kinds<Name extends string> = Readonly<Record<Name, (settings: WebSettings) => Channel>>;

/** What makes each of `channelKinds`; plug-ins add theirs. One line each. */
export const allKinds: Kinds<string> = {
  webhook: createWebhookChannel,
  slack: createSlackChannel,
  sms: createSmsChannel,
  task: createTaskChannel,
} satisfies Kinds<(typeof channelKinds)[number]>;
