import { createHash } from 'node:crypto';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;color:#1c1c1e;background:#f6f6f4;margin:0}' +
  'main{max-width:30rem;margin:15vh auto;padding:2rem;background:#fff;border-radius:8px}' +
  'h1{font-size:1.4rem;margin:0 0 .5rem}p{margin:0 0 1.5rem}' +
  'button{font:inherit;padding:.6rem 1.4rem;border:0;border-radius:6px;color:#fff;background:#1c1c1e;cursor:pointer}';

/** For every page here: nothing but our own style and form may run, be loaded, framed, kept or passed on. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; ` +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
} as const;

/** Asks; only its button unsubscribes, because scanners of links follow each one. */
export function confirmationPage(topic: string): string {
  return page(
    'Unsubscribe',
    `<p>Do you want to stop getting messages about <strong>${escapeHtml(topic)}</strong>?</p>` +
      '<form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>',
  );
}

export function donePage(topic: string): string {
  return page(
    'You are unsubscribed',
    `<p>You will get no more messages about <strong>${escapeHtml(topic)}</strong>.</p>`,
  );
}

export function invalidPage(): string {
  return page('This link is not valid', '<p>It may have been cut short. Please open it from the message again.</p>');
}

export function laterPage(): string {
  return page('Please try again', '<p>Your wish could not be stored just now. Please try again in a minute.</p>');
}

function page(title: string, body: string): string {
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`
  );
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
