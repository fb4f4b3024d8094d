import { code } from '../../../grammar/diagnostics/code.js';

/** C52xx - what must be in a message before it may be sent; C714x - what readers and filters make of it. */
export const deliverabilityCodes = {
  C5201: code<{ part: 'html' | 'text' }>({
    rule: 'unsubscribe-link-missing',
    severity: 'error',
    summary: 'marketing message without a way out',
    message: ({ part }) =>
      part === 'html'
        ? 'This marketing message has no link to {{ unsubscribe_url }} that every lead sees.'
        : 'The text part of this marketing message does not show {{ unsubscribe_url }} to every lead.',
    help: ({ part }) =>
      part === 'html'
        ? 'Add <a href="{{ unsubscribe_url }}">Unsubscribe</a>, outside of any {% if %}.'
        : 'Add a line with {{ unsubscribe_url }}, outside of any {% if %}, or remove the .txt file.',
  }),
  C5202: code<{ part: 'html' | 'text' }>({
    rule: 'postal-address-missing',
    severity: 'error',
    summary: 'marketing message without a postal address',
    message: ({ part }) =>
      `The ${part === 'html' ? 'message' : 'text part'} does not show {{ company.postal_address }} to every lead.`,
    help: () => 'Add {{ company.name }}, {{ company.postal_address }} to the footer, outside of any {% if %}.',
  }),

  C7140: code({
    rule: 'image-without-alt',
    severity: 'warning',
    summary: 'image without a text for those who do not see it',
    message: () => 'This image has no alt text; many readers see images only after a click, some never.',
    help: () => 'Add alt="…", or alt="" if it is decoration.',
  }),
  C7141: code<{ address: string }>({
    rule: 'insecure-link',
    severity: 'warning',
    summary: 'link that is not https',
    message: ({ address }) => `"${address}" does not begin with https://.`,
    help: () => 'Write the whole address with https://; values of a lead belong behind it.',
  }),
  C7142: code<{ bytes: number }>({
    rule: 'html-too-large',
    severity: 'warning',
    summary: 'message that mail programs cut off',
    message: ({ bytes }) =>
      `The HTML has ${Math.ceil(bytes / 1024)} KB; Gmail hides what is beyond 102 KB, often the way out.`,
    help: () => 'Use fewer sections, or split the message in two.',
  }),
  C7143: code<{ character: string; turns: boolean }>({
    rule: 'invisible-character',
    severity: 'warning',
    summary: 'character that nobody sees',
    message: ({ character, turns }) =>
      turns
        ? `${character} stands here: it turns the direction of writing, so what is read is not what is written.`
        : `${character} stands here: nobody sees it, and spam filters count it.`,
    help: () => 'Remove it; it often comes with text that was copied.',
  }),
  C7144: code<{ host: string }>({
    rule: 'shortened-link',
    severity: 'warning',
    summary: 'link that hides where it leads',
    message: ({ host }) => `${host} hides where the link leads, and filters block it for what others hid there.`,
    help: () => 'Link to the address itself.',
  }),
  C7145: code<{ piece: string }>({
    rule: 'liquid-in-host',
    severity: 'error',
    summary: 'link whose host a value decides',
    message: ({ piece }) => `${piece} stands in the name of the host, so whoever sets it decides where the link leads.`,
    help: () => 'Write the whole host, and put values behind the first slash.',
  }),
  C7146: code({
    rule: 'embedded-image',
    severity: 'warning',
    summary: 'image inside of the message',
    message: () => 'This image stands in the message itself; Gmail does not show it, and it counts to the size.',
    help: () => 'Put the file into assets/ and write src="assets/….png".',
  }),
  C7147: code<{ path: string; near: string | undefined; known: boolean }>({
    rule: 'missing-asset',
    severity: 'error',
    summary: 'file that is not there',
    message: ({ path, known }) => {
      if (!known) return `"${path}" is neither an https address nor a file below assets/.`;
      return path.includes('{')
        ? `Which file "${path}" is is known only when the message is sent.`
        : `There is no file ${path}.`;
    },
    help: ({ path, near, known }) => {
      if (near !== undefined) return `Did you mean ${near}?`;
      if (!known) return `Put the file into assets/ and write assets/${path.replace(/^.*\//, '') || 'logo.png'}.`;
      return path.includes('{') ? 'Choose among whole names with {% if %} or {% case %}.' : `Put it there, or name another.`;
    },
  }),
};
