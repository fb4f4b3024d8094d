import type { Channel } from '../channel.js';
import type { WebSettings } from '../web/web.channel.js';
import { createWebChannel } from '../web/web.channel.js';

/** A message to an application, which brings it to the person in its own way. */
export function createWebhookChannel(settings: WebSettings): Channel {
  return createWebChannel(settings, ({ to, subject, text, html, unsubscribeUrl, about, date }, id) => ({
    type: 'message.created',
    ...(date === undefined ? {} : { timestamp: new Date(date).toISOString() }),
    data: {
      id,
      ...(about === undefined ? {} : { user_id: about.userId, campaign: about.campaign, step: about.step }),
      ...(to === '' ? {} : { to }),
      subject,
      text,
      html,
      ...(unsubscribeUrl === undefined ? {} : { unsubscribe_url: unsubscribeUrl }),
    },
  }));
}
