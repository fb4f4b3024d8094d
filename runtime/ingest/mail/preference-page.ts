import { escapeHtml, page } from './unsubscribe-page.js';

/** What a person may choose. */
export interface TopicChoice {
  readonly name: string;
  /** As readers see it. */
  readonly title: string;
  readonly wanted: boolean;
}

/** How often a person wants to be written to. */
export interface OftenChoice {
  readonly weekly: boolean;
  readonly paused: boolean;
}

export interface Choice {
  readonly topics: readonly TopicChoice[];
  readonly often: OftenChoice;
}

/** The name of a topic's box in the form, of the other fields, and of the button that ends everything. */
export const fields = { topic: 'topic', often: 'often', pause: 'pause', nothing: 'nothing' } as const;

/** One box a topic, and how often; works without a script, by keyboard and for readers of screens. */
export function preferencePage({ topics, often }: Choice, saved: boolean): string {
  const boxes = topics.map(({ name, title, wanted }) => choice('checkbox', fields.topic, name, wanted, title));
  return page(
    'Your messages',
    (saved ? '<p class="saved" role="status">Your choice is saved.</p>' : '') +
      `<form method="post"><fieldset><legend>Which messages do you want to get?</legend>${boxes.join('')}</fieldset>` +
      '<fieldset><legend>How often?</legend>' +
      choice('radio', fields.often, 'any', !often.weekly, 'As they come') +
      choice('radio', fields.often, 'weekly', often.weekly, 'At most one in a week') +
      choice('checkbox', fields.pause, '1', often.paused, 'None for the next 30 days') +
      '</fieldset><button>Save</button>' +
      `<button class="second" name="${fields.nothing}" value="1">Send me none of these</button></form>`,
  );
}

function choice(type: 'checkbox' | 'radio', name: string, value: string, ticked: boolean, words: string): string {
  return (
    `<label><input type="${type}" name="${name}" value="${escapeHtml(value)}"${ticked ? ' checked' : ''}> ` +
    `<span>${escapeHtml(words)}</span></label>`
  );
}
