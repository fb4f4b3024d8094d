import { isWithinDomain } from '../../../compiler/plan/ir.js';
import type { Scalar } from '../../../compiler/plan/ir.js';
import type { OutgoingMail } from '../channel.js';

export interface LinkRules {
  /** Where a target is counted; undefined leaves it as it is. Absent: clicks are not counted. */
  readonly countedLink?: (target: string) => string | undefined;
  /** Of the picture that counts opens; absent: opens are not counted. */
  readonly openPicture?: string | undefined;
  /** Parameters of links to pages of our own. */
  readonly utm: Readonly<Record<string, Scalar>>;
  /** Domains of our own, each with all below it. */
  readonly ownDomains: readonly string[];
}

/**
 * The mail with its links as the workspace wants them: parameters on links to our own pages, and
 * clicks counted. The way to unsubscribe, addresses of mail and telephone and the text part stay as
 * they are; so does all of a transactional mail, whose links carry codes.
 */
export function withCountedLinks(mail: OutgoingMail, { countedLink, openPicture, utm, ownDomains }: LinkRules): OutgoingMail {
  if (mail.unsubscribeUrl === undefined) return mail;
  const kept = new Set([mail.unsubscribeUrl, new URL(mail.unsubscribeUrl).href]);
  const html = mail.html.replaceAll(anchor, (whole, before: string, quote: string, written: string) => {
    const target = unescaped(written).trim();
    if (!/^https?:\/\//i.test(target) || !URL.canParse(target) || kept.has(target)) return whole;
    const marked = withParameters(target, utm, ownDomains);
    return `${before}${quote}${escaped(countedLink?.(marked) ?? marked)}${quote}`;
  });
  return { ...mail, html: openPicture === undefined ? html : withPicture(html, openPicture) };
}

const anchor = /(<a\b[^>]*?\shref\s*=\s*)(["'])(.*?)\2/gis;

/** What an author wrote stands, and what is signed would break. */
function withParameters(target: string, utm: LinkRules['utm'], ownDomains: readonly string[]): string {
  const url = new URL(target);
  const own = ownDomains.some((domain) => isWithinDomain(url.hostname, domain));
  if (!own || [...url.searchParams.keys()].some((name) => signed.test(name))) return target;
  for (const [name, value] of Object.entries(utm)) {
    const parameter = name.startsWith('utm_') ? name : `utm_${name}`;
    if (!url.searchParams.has(parameter)) url.searchParams.set(parameter, String(value));
  }
  return Object.keys(utm).length === 0 ? target : url.href;
}

const signed = /^(?:x-amz-|x-goog-)?(?:sig|signature|token|hmac|hash|key-pair-id|expires|code)$/i;

function withPicture(html: string, address: string): string {
  const img = `<img src="${escaped(address)}" width="1" height="1" alt="" style="display:block">`;
  const end = html.toLowerCase().lastIndexOf('</body>');
  return end < 0 ? html + img : html.slice(0, end) + img + html.slice(end);
}

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&#34;', '"').replaceAll('&amp;', '&');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;').replaceAll('<', '&lt;');
}
