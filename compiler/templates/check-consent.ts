import type { Report } from '../../grammar/diagnostics/code.js';
import type { Span } from '../../grammar/span.js';
import type { Mention } from './liquid/check-liquid.js';
import type { Attribute } from './mjml/markup.js';
import type { templateCodes } from './template-codes.js';

/**
 * What the law asks of marketing mail: a way out and an address by post, for every lead.
 *
 * A link that stands under a condition is no link for the others.
 */
export function checkHtmlConsent(
  mentions: readonly Mention[],
  links: readonly Attribute[],
  at: Span,
  report: Report<typeof templateCodes>,
): void {
  const linked = shown(mentions, 'unsubscribe_url').some(({ span }) =>
    links.some(({ valueSpan }) => within(span, valueSpan)),
  );
  if (!linked) report('C5201', at, { part: 'html' });
  const written = shown(mentions, 'company.postal_address').length > 0;
  if (!written) report('C5202', at, { part: 'html' });
}

export function checkTextConsent(
  mentions: readonly Mention[],
  at: Span,
  report: Report<typeof templateCodes>,
): void {
  if (shown(mentions, 'unsubscribe_url').length === 0) report('C5201', at, { part: 'text' });
  if (shown(mentions, 'company.postal_address').length === 0) report('C5202', at, { part: 'text' });
}

function shown(mentions: readonly Mention[], path: string): readonly Mention[] {
  return mentions.filter((mention) => (mention.path === path || mention.unknown) && !mention.conditional);
}

function within(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
