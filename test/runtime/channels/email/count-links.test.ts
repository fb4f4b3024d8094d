import { describe, expect, test } from 'vitest';
import type { LinkRules } from '../../../../runtime/channels/email/count-links.js';
import { withCountedLinks } from '../../../../runtime/channels/email/count-links.js';

const unsubscribeUrl = 'https://go.northwind.example/u/abc';
const rules: LinkRules = { utm: { source: 'perennial' }, ownDomains: ['northwind.example'] };
const counting: LinkRules = { ...rules, utm: {}, countedLink: (target) => `https://go.northwind.example/c/${Buffer.from(target).toString('base64url')}` };

const mail = (html: string, more: { readonly unsubscribeUrl?: string } = { unsubscribeUrl }) => ({
  messageId: '<1@northwind.example>',
  from: { name: 'Anna', address: 'anna@northwind.example' },
  to: 'ada@ada.example',
  subject: 'Hello',
  html,
  text: 'See https://northwind.example/pricing',
  ...more,
});
const hrefOf = (html: string, by: LinkRules) => /href="([^"]*)"/.exec(withCountedLinks(mail(html), by).html)?.[1];

describe('parameters', () => {
  test.each([
    ['a page of our own', 'https://northwind.example/pricing', 'https://northwind.example/pricing?utm_source=perennial'],
    ['one below our domain', 'https://app.northwind.example/', 'https://app.northwind.example/?utm_source=perennial'],
    ['one with a query and a place in it', 'https://northwind.example/a?x=1&amp;y=2#plans', 'https://northwind.example/a?x=1&amp;y=2&amp;utm_source=perennial#plans'],
  ])('are added to %s', (_what, written, wanted) => {
    expect(hrefOf(`<a href="${written}">go</a>`, rules)).toBe(wanted);
  });

  test.each([
    ['somebody else’s page', 'https://another.example/pricing'],
    ['a domain that only ends like ours', 'https://notnorthwind.example/'],
    ['what an author wrote himself', 'https://northwind.example/?utm_source=letter'],
    ['a signed link', 'https://files.northwind.example/a.pdf?X-Amz-Signature=abc'],
    ['one with a code', 'https://northwind.example/join?token=abc'],
    ['the way to unsubscribe', unsubscribeUrl],
    ['an address of mail', 'mailto:anna@northwind.example'],
    ['a place in the mail', '#plans'],
  ])('leave %s alone', (_what, written) => {
    expect(hrefOf(`<a href="${written}">go</a>`, rules)).toBe(written);
  });
});

describe('counting', () => {
  test('leads every link over our domain, whole', () => {
    const html = '<a class="x" href="https://another.example/?a=1&amp;b=2">go</a>';
    expect(hrefOf(html, counting)).toBe(counting.countedLink?.('https://another.example/?a=1&b=2'));
  });

  test.each([unsubscribeUrl, 'mailto:anna@northwind.example', 'tel:+49401234'])('never counts %s', (written) => {
    expect(hrefOf(`<a href='${written}' title="href">go</a>`.replaceAll("'", '"'), counting)).toBe(written);
  });

  test('leaves a target that is too long as it is', () => {
    expect(hrefOf('<a href="https://another.example/">go</a>', { ...counting, countedLink: () => undefined })).toBe('https://another.example/');
  });

  test('leaves the text part and transactional mail as they are', () => {
    const html = '<a href="https://northwind.example/reset?code=1">go</a>';
    expect(withCountedLinks(mail(html), counting).text).toBe(mail(html).text);
    expect(withCountedLinks(mail(html, {}), { ...counting, openPicture: 'https://go.northwind.example/o/x' })).toEqual(mail(html, {}));
  });

  test('loads no picture unless opens are counted', () => {
    expect(withCountedLinks(mail('<body>Hi</body>'), counting).html).toBe('<body>Hi</body>');
    expect(withCountedLinks(mail('<body>Hi</body>'), { ...counting, openPicture: 'https://go.northwind.example/o/x' }).html).toContain(
      '<img src="https://go.northwind.example/o/x" width="1" height="1" alt="" style="display:block"></body>',
    );
  });
});
