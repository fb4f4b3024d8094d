import { escapeHtml, page } from '../unsubscribe-page.js';

/** What a person may choose. */
export interface TopicChoice {
  readonly name: string;
  /** As readers see it. */
  readonly title: string;
  readonly wanted: boolean;
}

/** The name of a topic's box in the form, and of the button that ends everything. */
export const fields = { topic: 'topic', nothing: 'nothing' } as const;

/** One box a topic; works without a script, by keyboard and for readers of screens. */
export function preferencePage(topics: readonly TopicChoice[], saved: boolean): string {
  const boxes = topics.map(
    ({ name, title, wanted }) =>
      `<label><input type="checkbox" name="${fields.topic}" value="${escapeHtml(name)}"${wanted ? ' checked' : ''}> ` +
      `<span>${escapeHtml(title)}</span></label>`,
  );
  return page(
    'Your messages',
    (saved ? '<p class="saved" role="status">Your choice is saved.</p>' : '') +
      '<form method="post"><fieldset><legend>Which messages do you want to get?</legend>' +
      `${boxes.join('')}</fieldset><button>Save</button>` +
      `<button class="second" name="${fields.nothing}" value="1">Send me none of these</button></form>`,
  );
}
