/** Public services that hide where a link leads; spam filters know them, and so do those who phish. */
const shorteners: ReadonlySet<string> = new Set([
  'adf.ly', 'bit.do', 'bit.ly', 'bitly.com', 'buff.ly', 'clck.ru', 'cutt.ly', 'dlvr.it', 'goo.gl', 'goo.su', 'is.gd',
  'j.mp', 'lnkd.in', 'mcaf.ee', 'ow.ly', 'qr.ae', 'rb.gy', 'rebrand.ly', 's.id', 'short.io', 'shorte.st', 'shorturl.at',
  'snip.ly', 't.co', 't.ly', 't2m.io', 'tiny.cc', 'tiny.one', 'tinyurl.com', 'trib.al', 'u.to', 'v.gd', 'x.co',
]);

export function isShortener(host: string): boolean {
  return shorteners.has(host.toLowerCase().replace(/^www\./, ''));
}
