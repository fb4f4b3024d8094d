import { escapeHtml, page } from './unsubscribe-page.js';

/** Asks; only its button confirms, because scanners of links follow each one. */
export function confirmPage(titles: readonly string[]): string {
  return page(
    'Please confirm',
    `<p>Do you want to get messages about <strong>${titles.map(escapeHtml).join(', ')}</strong>?</p>` +
      '<form method="post"><button>Yes, I want them</button></form>',
  );
}

export function confirmedPage(titles: readonly string[]): string {
  return page('Thank you', `<p role="status">You will get messages about <strong>${titles.map(escapeHtml).join(', ')}</strong>.</p>`);
}

export function expiredPage(): string {
  return page('This link is too old', '<p>Please ask for these messages once more; a new link comes by mail.</p>');
}
