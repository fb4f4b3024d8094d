import { convert } from 'html-to-text';

import { unmaskLiquid } from '../liquid/liquid-pieces.js';
import type { MaskedText } from '../liquid/liquid-pieces.js';

const heading = { options: { uppercase: false } };

/** The text part for readers without HTML: links with their address, Liquid as written. */
export function textFromHtml({ text: html, words }: MaskedText): string {
  const text = convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ['<', '>'] } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, ...heading })),
    ],
  });
  const lines = text.split('\n').map((line) => line.trimEnd());
  return `${unmaskLiquid(lines.join('\n').replace(/\n{3,}/g, '\n\n').trim(), words)}\n`;
}
