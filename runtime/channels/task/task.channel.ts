import type { Channel } from '../channel.js';
import type { WebSettings } from '../web/web.channel.js';
import { createWebChannel } from '../web/web.channel.js';

/** A task to another system, such as a CRM, where people work; what they answer comes back over the API. */
export function createTaskChannel(settings: WebSettings): Channel {
  return createWebChannel(settings, ({ to, subject, task, about }, id) => ({
    type: 'task.created',
    data: {
      id,
      team: to,
      title: subject,
      ...(about === undefined ? {} : { user_id: about.userId, campaign: about.campaign, task: about.step }),
      ...(task === undefined
        ? {}
        : { assignee: task.assignee, due_at: new Date(task.dueAt).toISOString(), outcomes: task.outcomes, answer_to: task.answerTo }),
    },
  }));
}
