import { maskLiquid, unmaskLiquid } from '../liquid/liquid-pieces.js';
import type { MaskedText } from '../liquid/liquid-pieces.js';

const hidden = 'display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden';

/** Puts the Liquid back, and the preheader where mail programs look for it: first in the body, unseen. */
export function htmlWithPreheader({ text: html, words }: MaskedText, preheader: string): string {
  const body = /<body[^>]*>/.exec(html);
  if (preheader === '' || body === null) return unmaskLiquid(html, words);
  const end = body.index + body[0].length;
  const line = `\n<div style="${hidden}">${escaped(preheader)}</div>`;
  return unmaskLiquid(html.slice(0, end), words) + line + unmaskLiquid(html.slice(end), words);
}

function escaped(preheader: string): string {
  const { text, words } = maskLiquid(preheader);
  return unmaskLiquid(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'), words);
}
