import { code } from '../../../grammar/diagnostics/code.js';

interface Unknown {
  readonly name: string;
  readonly near: string | undefined;
  readonly known: readonly string[];
}

/** C7101 to C7109 - subject, preheader and how they are written; C715x - what a message says of itself. */
export const frontMatterCodes = {
  C7101: code<{ unclosed: boolean }>({
    rule: 'front-matter-missing',
    severity: 'error',
    summary: 'template without front matter',
    message: ({ unclosed }) =>
      unclosed
        ? 'The front matter has no closing "---" line.'
        : 'The template does not begin with its front matter.',
    help: ({ unclosed }) =>
      unclosed
        ? 'Write a line with just --- below the last key.'
        : 'Begin the file with three lines: ---, subject: "…", ---.',
  }),
  C7102: code<{ problem: string }>({
    rule: 'front-matter-yaml',
    severity: 'error',
    summary: 'front matter cannot be read',
    message: ({ problem }) => `The front matter cannot be read: ${problem}.`,
    help: () => 'Put the whole text in double quotes: subject: "Hello {{ lead.first_name | default: \'you\' }}".',
  }),
  C7103: code<{ key: string; again: boolean }>({
    rule: 'front-matter-key',
    severity: 'error',
    summary: 'unexpected key in the front matter',
    message: ({ key, again }) => (again ? `"${key}" is given twice.` : `"${key}" is not a key of a template.`),
    help: () => 'The keys are subject, preheader, purpose, asset and discount.',
  }),
  C7104: code<{ key: string; because: string }>({
    rule: 'front-matter-value',
    severity: 'error',
    summary: 'value in the front matter is not one text',
    message: ({ key, because }) => `"${key}" ${because}.`,
    help: ({ key }) => `Put the whole text in double quotes: ${key}: "…".`,
  }),
  C7105: code({
    rule: 'subject-missing',
    severity: 'error',
    summary: 'message without a subject',
    message: () => 'The message has no subject.',
    help: () => 'Add subject: "…" to the front matter.',
  }),
  C7106: code<{ length: number }>({
    rule: 'subject-too-long',
    severity: 'warning',
    summary: 'subject too long to be read in a list',
    message: ({ length }) => `The subject has at least ${length} characters; beyond 78 it is cut off or folded.`,
    help: () => 'Put what matters into the first 50 characters and drop the rest.',
  }),
  C7107: code({
    rule: 'preheader-missing',
    severity: 'warning',
    summary: 'message without a preheader',
    message: () => 'Without a preheader, mail programs show the first words of the layout beside the subject.',
    help: () => 'Add preheader: "…" to the front matter: what the subject leaves open.',
  }),
  C7108: code<{ length: number }>({
    rule: 'preheader-too-long',
    severity: 'warning',
    summary: 'preheader too long to be read in a list',
    message: ({ length }) => `The preheader has at least ${length} characters; no list shows more than 140.`,
    help: () => 'Put what matters into the first 40 characters and drop the rest.',
  }),
  C7109: code<{ prefix: string }>({
    rule: 'subject-pretends-reply',
    severity: 'warning',
    summary: 'subject that pretends to be an answer',
    message: ({ prefix }) => `"${prefix}" says that there was a mail before, and there was none.`,
    help: ({ prefix }) => `Remove "${prefix}".`,
  }),
  C7150: code<Unknown>({
    rule: 'unknown-purpose',
    severity: 'error',
    summary: 'purpose that reports do not know',
    message: ({ name }) => `"${name}" is not a purpose of messages.`,
    help: ({ near, known }) => (near === undefined ? `Take one of ${known.join(', ')}.` : `Did you mean ${near}?`),
  }),
  C7151: code<Unknown & { because: 'type' | 'name' }>({
    rule: 'asset-tag',
    severity: 'error',
    summary: 'asset without its type and name',
    message: ({ name, because }) =>
      because === 'type' ? `"${name}" is not a type of asset.` : `"${name}" has no name in small letters behind its type.`,
    help: ({ near, known, because }) => {
      if (because === 'name') return 'Write the type and one name: asset: case-study leases.';
      return near === undefined ? `The types are ${known.join(', ')}.` : `Did you mean ${near}?`;
    },
  }),
  C7152: code<{ text: string }>({
    rule: 'discount-tag',
    severity: 'error',
    summary: 'discount that cannot be counted',
    message: ({ text }) => `"${text}" is neither a share nor an amount.`,
    help: () => 'Write discount: 10% or discount: 5 EUR.',
  }),
  C7153: code({
    rule: 'promotion-in-transactional',
    severity: 'warning',
    summary: 'promotion in a transactional message',
    domain: ['K-22'],
    message: () => 'A transactional message reaches people who objected to marketing, and this one promotes something.',
    help: () => 'Remove the offer, or give the message a topic: it is marketing.',
  }),
};
