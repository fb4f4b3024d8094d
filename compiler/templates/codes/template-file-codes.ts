import { code } from '../../../grammar/diagnostics/code.js';

/** C72xx - how the files of templates, assets and campaigns fit together. */
export const templateFileCodes = {
  C7201: code<{ path: string; wanted: string; near: string | undefined }>({
    rule: 'orphan-alternative',
    severity: 'error',
    summary: 'variant or translation without a default',
    domain: ['G-02'],
    message: ({ path, wanted }) => `${path} replaces ${wanted}, which does not exist.`,
    help: ({ wanted, near }) => (near === undefined ? `Write ${wanted}.` : `Did you mean ${near}?`),
  }),
  C7202: code<{ path: string; because: string; help: string }>({
    rule: 'template-file-name',
    severity: 'error',
    summary: 'file name that says nothing, or two things at once',
    message: ({ path, because }) => `${path} ${because}.`,
    help: ({ help }) => help,
  }),
  C7203: code<{ path: string; variant: string; values: readonly string[]; near: string | undefined }>({
    rule: 'unpicked-variant',
    severity: 'warning',
    summary: 'variant that no campaign picks',
    message: ({ path, variant }) => `Nobody gets ${path}: no "variants:" picks "${variant}".`,
    help: ({ values, near }) => {
      if (near !== undefined) return `Did you mean ${near}?`;
      return values.length === 0
        ? 'Say by what it is picked: variants: lead.buying_role; or remove the file.'
        : `The values are ${values.join(', ')}.`;
    },
  }),
  C7204: code<{ path: string; part: string; by: string }>({
    rule: 'locale-or-variant',
    severity: 'error',
    summary: 'file name that is a locale and a variant',
    message: ({ path, part, by }) => `"${part}" in ${path} is a language, and a value of ${by} as well.`,
    help: ({ part }) => `Rename the value "${part}" in the schema, so that the file can mean only one of them.`,
  }),
  C7205: code<{ path: string; name: string; missing: boolean; other: string }>({
    rule: 'translation-differs',
    severity: 'warning',
    summary: 'translation that says another thing than its original',
    message: ({ path, name, missing, other }) =>
      missing
        ? `${path} does not show {{ ${name} }}, which stands in ${other}.`
        : `{{ ${name} }} stands only in this translation, not in ${other}.`,
    help: ({ name, missing }) =>
      missing ? `Put {{ ${name} }} into the translation.` : `Put {{ ${name} }} into the original as well, or remove it here.`,
  }),
  C7206: code<{ path: string; wanted: string }>({
    rule: 'text-without-layout',
    severity: 'error',
    summary: 'text part of a variant or translation that has no layout',
    message: ({ path, wanted }) => `The text part ${path} has no ${wanted} beside it.`,
    help: ({ wanted }) => `Write ${wanted}, or remove the text part.`,
  }),
  C7207: code<{ path: string }>({
    rule: 'unused-asset',
    severity: 'warning',
    summary: 'asset that no template shows',
    message: ({ path }) => `No template names ${path}.`,
    help: () => 'Remove the file, or name it: src="assets/…".',
  }),
  C7208: code<{ path: string; bytes: number }>({
    rule: 'large-asset',
    severity: 'warning',
    summary: 'image over 1 MB',
    message: ({ path, bytes }) => `${path} has ${(bytes / 1_000_000).toFixed(1)} MB; on a phone it comes when nobody waits any more.`,
    help: () => 'Make it as wide as it is shown, twice that at most: 1200 pixels are plenty.',
  }),
  C7209: code<{ address: string; replyTo: boolean }>({
    rule: 'no-reply-address',
    severity: 'error',
    summary: 'sender that nobody can answer',
    domain: ['K-23'],
    message: ({ address }) => `Answers go to ${address}, which by its name nobody reads.`,
    help: ({ replyTo }) =>
      replyTo ? 'Name an address that somebody reads.' : 'Add reply_to with an address that somebody reads.',
  }),
  C7210: code<{ path: string }>({
    rule: 'asset-address-missing',
    severity: 'warning',
    summary: 'asset without an address to load it from',
    message: ({ path }) => `Readers would load ${path} from an address that does not exist.`,
    help: () => 'Say where assets are served from, in perennial.yaml: links: with assets: https://….',
  }),
  C7211: code<{ discount: string }>({
    rule: 'discount-in-first-cart-mail',
    severity: 'error',
    summary: 'discount in the first cart mail',
    domain: ['K-24'],
    message: ({ discount }) => `The first mail about a cart offers ${discount}, which teaches people to leave carts.`,
    help: () => 'Help with the purchase first; keep the discount for a later mail that was tested.',
  }),
};

export type TemplateFileCodes = typeof templateFileCodes;
