import { createHash } from 'node:crypto';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;color:#1c1c1e;background:#f6f6f4;margin:0}' +
  'main{max-width:30rem;margin:15vh auto;padding:2rem;background:#fff;border-radius:8px}' +
  'h1{font-size:1.4rem;margin:0 0 .5rem}p{margin:0 0 1.5rem}form+p{margin:1.5rem 0 0}' +
  'button{font:inherit;padding:.6rem 1.4rem;border:0;border-radius:6px;color:#fff;background:#1c1c1e;cursor:pointer}' +
  'button.second{color:inherit;background:none;border:1px solid #8e8e93;margin-top:.75rem}' +
  'fieldset{border:0;padding:0;margin:0 0 1.5rem}legend{padding:0;margin:0 0 .75rem}' +
  'label{display:flex;gap:.75rem;align-items:baseline;padding:.75rem 0;border-top:1px solid #e5e5ea;cursor:pointer}' +
  'input{width:1.1rem;height:1.1rem;flex:none;accent-color:#1c1c1e}form button{display:block;width:100%}' +
  '.saved{padding:.6rem .9rem;background:#e7f5ea;border-radius:6px}a{color:inherit}' +
  ':focus-visible{outline:3px solid #0a66c2;outline-offset:2px}@media(max-width:34rem){main{margin:0;border-radius:0;padding:1.5rem}}';

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
export function confirmationPage(topic: string, choose?: string): string {
  return page(
    'Unsubscribe',
    `<p>Do you want to stop getting messages about <strong>${escapeHtml(topic)}</strong>?</p>` +
      '<form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>' +
      (choose === undefined ? '' : `<p><a href="${escapeHtml(choose)}">Choose among all messages</a></p>`),
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

export function page(title: string, body: string): string {
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`
  );
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
