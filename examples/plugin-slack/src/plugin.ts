import { definePlugin } from 'perennial/plugin';
import { emailDomain } from './email-domain.function.js';
import { slackPost } from './slack-post.action.js';
import { slackReaction } from './slack-reaction.trigger.js';

export const plugin = definePlugin({
  name: '@acme/perennial-slack',
  apiVersion: 1,
  actions: [slackPost],
  triggers: [slackReaction],
  functions: [emailDomain],
});
