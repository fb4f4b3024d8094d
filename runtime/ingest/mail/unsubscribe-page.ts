import { createHash } from 'node:crypto';

const style =
  ':root{color-scheme:light dark;--ink:#1c1c1e;--soft:#5b5b60;--ground:#f4f4f1;--sheet:#fff;--line:#dedee3;--act:#1c1c1e;--on-act:#fff;--good:#e3f4e7;--good-ink:#12401f;--ring:#0a66c2}' +
  '@media(prefers-color-scheme:dark){:root{--ink:#f2f2f4;--soft:#a9a9b0;--ground:#111113;--sheet:#1c1c1f;--line:#3a3a3f;--act:#f2f2f4;--on-act:#111113;--good:#17341f;--good-ink:#c9ecd2;--ring:#7cb8ff}}' +
  '*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--ground);margin:0;overflow-wrap:anywhere}' +
  'main{max-width:32rem;margin:10vh auto;padding:2rem;background:var(--sheet);border:1px solid var(--line);border-radius:12px}' +
  'h1{font-size:1.5rem;line-height:1.25;letter-spacing:-.01em;margin:0 0 1rem}p{margin:0 0 1.5rem}main>p:last-child{margin-bottom:0}form+p{margin:1.5rem 0 0}' +
  'button{font:inherit;font-weight:600;min-height:2.75rem;padding:.6rem 1.4rem;border:1px solid transparent;border-radius:8px;color:var(--on-act);background:var(--act);cursor:pointer}' +
  'button.second{font-weight:400;color:var(--ink);background:none;border-color:var(--line);margin-top:.75rem}' +
  'fieldset{border:0;padding:0;margin:0 0 1.75rem;min-width:0}legend{padding:0;margin:0 0 .5rem;font-weight:600}' +
  'label{display:flex;gap:.75rem;align-items:flex-start;min-height:2.75rem;padding:.65rem 0;border-top:1px solid var(--line);cursor:pointer}' +
  'input{width:1.15rem;height:1.15rem;margin:.17rem 0 0;flex:none;accent-color:var(--act)}form button{display:block;width:100%}' +
  '.saved{padding:.6rem .9rem;color:var(--good-ink);background:var(--good);border-radius:8px}a{color:inherit;text-underline-offset:.2em}' +
  ':focus-visible{outline:3px solid var(--ring);outline-offset:2px}' +
  '@media(max-width:34rem){body{background:var(--sheet)}main{margin:0;border:0;border-radius:0;padding:1.5rem 1.25rem 2rem}}';

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
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">' +
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
