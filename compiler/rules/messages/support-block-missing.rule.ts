import { firstCartMail, layoutsOf } from './cart-mail.js';
import { firstLine } from '../first-line.js';
import { campaignRule } from '../rule.js';

/** Who left a cart perhaps could not pay: the first mail shows several ways to reach a person (domain.md K-23). */
export const supportBlockMissing = campaignRule('C5107', ({ campaign, declared, report }) => {
  const first = firstCartMail(campaign);
  if (first === undefined) return;
  for (const source of layoutsOf(campaign, first, declared)) {
    const others = otherWays.filter((way) => way.test(source.text)).length;
    const missing = !phone.test(source.text) ? 'no telephone number' : others === 0 ? 'no way to get help but the telephone' : undefined;
    if (missing !== undefined) report(firstLine(source), { step: first.id.value, missing });
  }
});

/** A link to call, or a number with its country: `+49 40 1234567`. */
const phone = /\btel:|\+\d{1,3}[\s\d()/.-]{6,}\d/i;

const otherWays = [/\bmailto:/i, /[\w.+-]+@[\w-]+\.[\w.]+/, /href="[^"]*\b(?:help|support|contact|chat|faq|hilfe|kontakt)\b/i, /\blive chat\b/i];
