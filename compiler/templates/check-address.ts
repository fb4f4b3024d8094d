import type { Fix } from '../../grammar/diagnostics/diagnostic.js';
import type { Report } from '../../grammar/diagnostics/code.js';
import type { Span } from '../../grammar/span.js';
import { liquidPieces } from './liquid/liquid-pieces.js';
import { isShortener } from './shorteners.js';
import type { templateCodes } from './template-codes.js';

/** An address as it is written. */
export interface WrittenAddress {
  readonly text: string;
  /** What to underline for the whole of it. */
  readonly span: Span;
  /** Offset in the file of the text's first character. */
  readonly start: number;
}

const safe = /^(?:https:\/\/|mailto:|tel:|#|\{\{-?\s*(?:unsubscribe_url|confirm_link)\s*-?\}\})/i;
const local = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/?#]|$)/i;

/** Where a link leads is settled before it is sent, and looks like it to a filter. */
export function checkAddress({ text, span, start }: WrittenAddress, report: Report<typeof templateCodes>): void {
  const address = text.trim();
  if (!safe.test(address) && !local.test(address)) {
    if (address.startsWith('{{') && namesUnknown({ text, span, start }, report)) return;
    report('C7141', span, { address }, { fixes: withHttps({ text, span, start }) });
    return;
  }
  const [scheme] = /^https?:\/\//i.exec(address) ?? [];
  if (scheme === undefined) return;
  const before = text.indexOf(address) + scheme.length;
  const behind = text.slice(before);
  const [piece] = liquidPieces(behind);
  // What is left of the host once Liquid has had its say; a slash inside of Liquid ends nothing.
  const end = behind.search(/[/?#\s]/);
  const hostEnd = piece !== undefined && (end < 0 || piece.start < end) ? undefined : end < 0 ? behind.length : end;
  const at = (from: number, to: number): Span => ({ ...span, start: start + before + from, end: start + before + to });
  if (hostEnd === undefined && piece !== undefined) {
    if (namesUnknown({ text: piece.text, span, start: start + before + piece.start }, report)) return;
    report('C7145', at(piece.start, piece.end), { piece: piece.text });
    return;
  }
  const authority = behind.slice(0, hostEnd ?? behind.length);
  const host = authority.replace(/^.*@/, '').replace(/:\d*$/, '');
  if (isShortener(host)) report('C7144', at(authority.indexOf(host), authority.indexOf(host) + host.length), { host });
}

/** A name that nobody knows is reported already, and where it would lead nobody can say. */
function namesUnknown({ text, span: { file }, start }: WrittenAddress, { diagnostics }: Report<typeof templateCodes>): boolean {
  const end = start + text.length;
  return diagnostics.some(({ code, span }) => code === 'C7131' && span.file === file && span.start >= start && span.end <= end);
}

/** Every https or http address in a text that no markup surrounds. */
export function addressesIn(text: string, file: string, offset: number): readonly WrittenAddress[] {
  return [...text.matchAll(/\bhttps?:\/\/(?:\{\{[^}]*\}\}|[^\s<>"])+/gi)].map((match) => {
    const written = match[0].replace(/[.,;:!?)\]]+$/, '');
    const start = offset + match.index;
    return { text: written, span: { file, start, end: start + written.length }, start };
  });
}

/** Whether the other side answers there only a person can find out. */
function withHttps({ text, span, start }: WrittenAddress): readonly Fix[] {
  const plain = /^\s*(http:)?(?=\/\/)/i.exec(text)?.[0];
  if (plain === undefined) return [];
  return [{ title: 'Write https://', safety: 'unsafe', edits: [{ span: { ...span, start, end: start + plain.length }, text: 'https:' }] }];
}
