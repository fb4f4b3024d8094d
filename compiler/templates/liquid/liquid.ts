import type { Liquid, Template } from 'liquidjs';

import type { MessageContent } from '../../plan/ir.js';
import { liquidSettings, restricted } from './liquid-settings.js';
import { createRecentlyUsed } from '../recently-used.js';

/** `html` escapes every output; `text` is for subjects and text parts. */
export type LiquidTarget = 'html' | 'text';

/** What a message may say of one lead. Null counts as missing; defaults are already filled in. */
export interface MessageData {
  readonly lead: Readonly<Record<string, unknown>>;
  readonly entry: Readonly<Record<string, unknown>>;
  readonly company: { readonly name: string; readonly postal_address: string };
  /** Absent for transactional mail. */
  readonly unsubscribe_url?: string;
  /** Where the lead confirms a consent. */
  readonly confirm_link?: string;
  /** IANA name: the zone `date` prints moments in. */
  readonly zone: string;
}

export interface RenderedMessage {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

interface ParsedMessage {
  readonly subject: Template[];
  readonly preheader: Template[];
  readonly html: Template[];
  readonly text: Template[];
}

const forHtml = createLiquid('html');
const forText = createLiquid('text');
const parsedMessages = createRecentlyUsed<ParsedMessage>(500);

/** Liquid as messages may use it: no files, no clock, nothing unescaped, nothing undefined. */
export function createLiquid(target: LiquidTarget = 'html'): Liquid {
  return restricted({ ...liquidSettings, ...(target === 'html' ? { outputEscape: 'escape' } : {}) });
}

/**
 * One message for one lead, as it leaves. The same content and data always give the same message;
 * `content.hash` stands for the content, so it must be the one the compiler wrote.
 *
 * @throws when the data lacks what the compiler held for certain, so a gap never goes out
 */
export function renderMessage(content: MessageContent, data: MessageData): RenderedMessage {
  const parsed = parse(content);
  const scope = {
    lead: present(data.lead),
    entry: present(data.entry),
    company: data.company,
    ...(data.unsubscribe_url === undefined ? {} : { unsubscribe_url: data.unsubscribe_url }),
    ...(data.confirm_link === undefined ? {} : { confirm_link: data.confirm_link }),
  };
  const render = (liquid: Liquid, templates: Template[]): string =>
    String(liquid.renderSync(templates, scope, { globals: { zone: data.zone }, templateLimit: 100_000 }));
  return {
    subject: oneLine(render(forText, parsed.subject)),
    preheader: oneLine(render(forText, parsed.preheader)),
    html: render(forHtml, parsed.html),
    text: withoutGaps(render(forText, parsed.text)),
  };
}

function parse(content: MessageContent): ParsedMessage {
  const known = parsedMessages.get(content.hash);
  if (known !== undefined) return known;
  const parsed = {
    subject: forText.parse(content.subject),
    preheader: forText.parse(content.preheader),
    html: forHtml.parse(content.html),
    text: forText.parse(content.text),
  };
  parsedMessages.set(content.hash, parsed);
  return parsed;
}

function present(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}

/** A condition that does not hold leaves the empty lines around it. */
function withoutGaps(text: string): string {
  return `${text.replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n').trim()}\n`;
}

/** A line break in a subject would start a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').replace(/ {2,}/g, ' ').trim();
}
