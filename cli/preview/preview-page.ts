import type { OpenMessage } from '../../compiler/open-messages.js';
import { counted } from '../print/counted.js';
import { escapeHtml as escaped } from './escape-html.js';
import type { Rendered } from './open-book.js';
import { wordingName } from './open-book.js';
import { textMessages } from './text-message.js';
import type { View } from './views.js';
import { hasOwnDark, views } from './views.js';

export interface Page {
  /** Listed at the side; one alone needs no list. */
  readonly messages: readonly OpenMessage[];
  readonly message: OpenMessage;
  readonly mail: Rendered;
  /** Whose data it is, in words. */
  readonly lead: string;
}

/** Gmail cuts behind that. */
const clippedBeyond = 102 * 1024;

/** The page: what readers see before they open the mail, and the mail as four kinds of reader see it. */
export function previewPage({ messages, message, mail, lead }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(message.key)} - perennial preview</title>
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<nav><h1>perennial preview</h1>${list(messages, message)}</nav>
<main>
<h2 class="title">${escaped(message.key)}</h2>
${wordings(message, mail)}
${found(mail)}
${mail.problem === undefined ? looks(mail, lead) : `<p class="problem">${escaped(mail.problem)}</p>`}
<footer id="state"></footer>
</main>
</body>
</html>
`;
}

/** The address of a template's page, or of one view of its mail. */
export function addressOf(place: 'template' | 'mail', key: string, wording: string, view?: string): string {
  const path = key.split('/').map(encodeURIComponent).join('/');
  const query = new URLSearchParams({ ...(wording === '' ? {} : { wording }), ...(view === undefined ? {} : { view }) });
  return `/${place}/${path}${query.size === 0 ? '' : `?${query.toString()}`}`;
}

function list(messages: readonly OpenMessage[], current: OpenMessage): string {
  const campaigns = [...new Set(messages.map(({ campaign }) => campaign))];
  return campaigns
    .map((campaign) => {
      const links = messages.filter((one) => one.campaign === campaign).map((one) => {
        const mark = one.key === current.key ? ' aria-current="page"' : '';
        return `<a href="${escaped(addressOf('template', one.key, ''))}"${mark}>${escaped(one.name)}${badge(one)}</a>`;
      });
      return `<h2>${escaped(campaign)}</h2>${links.join('')}`;
    })
    .join('');
}

function badge({ diagnostics }: OpenMessage): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return `<span class="badge">${errors}</span>`;
  return diagnostics.length > 0 ? `<span class="badge warning">${diagnostics.length}</span>` : '';
}

function wordings({ key, alternatives }: OpenMessage, { wording }: Rendered): string {
  if (alternatives.length === 0) return '';
  const links = ['', ...alternatives.map(wordingName)].map((name) => {
    const mark = name === wording ? ' aria-current="page"' : '';
    return `<li><a href="${escaped(addressOf('template', key, name))}"${mark}>${escaped(name === '' ? 'default' : name)}</a></li>`;
  });
  return `<ul class="wordings">${links.join('')}</ul>`;
}

function found({ diagnostics }: Rendered): string {
  if (diagnostics.length === 0) return '';
  const items = diagnostics.map(
    ({ severity, code, message, help, place }) =>
      `<li class="${severity}"><b>${code}</b> ${escaped(message)}` +
      `${help === undefined ? '' : `<span class="help">${escaped(help)}</span>`}<span class="place">${escaped(place)}</span></li>`,
  );
  return `<ul class="found">${items.join('')}</ul>`;
}

function looks(mail: Rendered, lead: string): string {
  return mail.html === '' ? textLooks(mail, lead) : mailLooks(mail, lead);
}

/** A message that is nothing but text. */
function textLooks({ text }: Rendered, lead: string): string {
  const figures = `${counted(lengthOf(text.trimEnd()), 'character')}, ${counted(textMessages(text), 'text message')}, for ${escaped(lead)}`;
  return `<p class="figures">${figures}</p><div class="views"><figure><pre>${escaped(text)}</pre></figure></div>`;
}

function mailLooks(mail: Rendered, lead: string): string {
  const { from, subject, preheader, text, bytes } = mail;
  const size = `${(bytes / 1024).toFixed(1)} KB of 102 KB`;
  const figures = [
    `Subject ${lengthOf(subject)} characters`,
    `preheader ${lengthOf(preheader)}`,
    bytes > clippedBeyond ? `<span class="over">HTML ${size}: Gmail cuts it</span>` : `HTML ${size}`,
    `for ${escaped(lead)}`,
  ];
  const frames = views.map((view) => frame(view, mail)).join('');
  const line = `<div class="inbox"><b>${escaped(from.label)}</b><div><b>${escaped(subject)}</b> <span class="preheader">- ${escaped(preheader)}</span></div><span class="preheader">09:30</span></div>`;
  return `${line}
<p class="figures">${figures.join(', ')}</p>
<div class="views">${frames}<figure><figcaption>Text part</figcaption><pre>${escaped(text)}</pre></figure></div>`;
}

function frame({ name, title, width }: View, { key, wording, html }: Rendered): string {
  const note = name === 'dark' ? (hasOwnDark(html) ? "the mail's own colours" : 'colours turned by the mail program') : `${width} px`;
  return `<figure><figcaption>${title} <span>${note}</span></figcaption><iframe class="${name}" title="${title}" sandbox src="${escaped(addressOf('mail', key, wording, name))}"></iframe></figure>`;
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
