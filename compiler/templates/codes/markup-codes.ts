import { code } from '../../../grammar/diagnostics/code.js';

/** C711x, C712x - MJML; C713x - Liquid. */
export const markupCodes = {
  C7110: code<{ element: string }>({
    rule: 'unclosed-element',
    severity: 'error',
    summary: 'element is not closed',
    message: ({ element }) => `<${element}> is never closed.`,
    help: ({ element }) => `Add </${element}> where it ends.`,
  }),
  C7111: code<{ element: string }>({
    rule: 'unopened-element',
    severity: 'error',
    summary: 'closing tag without its opening tag',
    message: ({ element }) => `</${element}> closes nothing that is open here.`,
    help: ({ element }) => `Remove it, or add <${element}> before.`,
  }),
  C7112: code<{ element: string; near: string | undefined }>({
    rule: 'unknown-element',
    severity: 'error',
    summary: 'unknown MJML element',
    message: ({ element }) => `MJML has no element <${element}>.`,
    help: ({ near }) => (near === undefined ? undefined : `Did you mean <${near}>?`),
  }),
  C7113: code<{ element: string; parent: string; allowed: readonly string[] }>({
    rule: 'misplaced-element',
    severity: 'error',
    summary: 'element where MJML drops it',
    message: ({ element, parent }) => `<${element}> cannot stand directly in <${parent}>.`,
    help: ({ parent, allowed }) =>
      allowed.length === 0
        ? `<${parent}> takes no elements.`
        : `In <${parent}> stand ${allowed.map((name) => `<${name}>`).join(', ')}.`,
  }),
  C7114: code<{ parent: string; liquid: boolean }>({
    rule: 'stray-text',
    severity: 'error',
    summary: 'text where MJML drops it',
    message: ({ parent, liquid }) =>
      `${liquid ? 'Liquid' : 'Text'} directly in <${parent}> would vanish from the message.`,
    help: ({ liquid }) => (liquid ? 'Put it in <mj-raw>, each tag in one of its own.' : 'Put it in <mj-text>.'),
  }),
  C7115: code({
    rule: 'include-left',
    severity: 'error',
    summary: 'mj-include is not supported',
    message: () => '<mj-include> would be dropped without a word.',
    help: () => 'Write its content here: a message is reviewed as one file.',
  }),
  C7116: code({
    rule: 'liquid-double-quotes',
    severity: 'error',
    summary: 'double quotes in Liquid inside an attribute',
    message: () => 'These double quotes end the attribute in the middle of its Liquid.',
    help: () => 'Use single quotes inside {{ }} and {% %}.',
  }),
  C7117: code<{ element: string; problem: string }>({
    rule: 'bad-attribute',
    severity: 'error',
    summary: 'attribute that MJML does not take',
    message: ({ element, problem }) => `<${element}>: ${problem}.`,
  }),
  C7118: code<{ problem: string }>({
    rule: 'broken-markup',
    severity: 'error',
    summary: 'markup cannot be read',
    message: ({ problem }) => `${problem}.`,
  }),
  C7119: code<{ problem: string }>({
    rule: 'mjml-frame-missing',
    severity: 'error',
    summary: 'template without <mjml> and <mj-body>',
    message: ({ problem }) => `${problem}.`,
    help: () => 'The frame is <mjml><mj-body> … </mj-body></mjml>, once.',
  }),
  C7120: code({
    rule: 'preview-element',
    severity: 'error',
    summary: 'preheader given as an element',
    message: () => 'The preheader is a key of the front matter, so that it is checked and shown in the plan.',
    help: () => 'Move the text to preheader: "…" and remove <mj-preview>.',
  }),
  C7121: code({
    rule: 'liquid-lost',
    severity: 'error',
    summary: 'Liquid that does not reach the message',
    message: () => 'MJML drops or moves this piece of Liquid, so the message would not be what is written here.',
    help: () => 'Put it in <mj-raw> or in the text of an element.',
  }),

  C7130: code<{ problem: string }>({
    rule: 'liquid-syntax',
    severity: 'error',
    summary: 'Liquid cannot be read',
    message: ({ problem }) => `Liquid cannot be read here: ${problem}.`,
  }),
  C7131: code<{ name: string; near: string | undefined; known: readonly string[] }>({
    rule: 'liquid-unknown-variable',
    severity: 'error',
    summary: 'unknown variable in a template',
    message: ({ name }) => `"${name}" is not known to templates.`,
    help: ({ near, known }) => {
      if (near !== undefined) return `Did you mean ${near}?`;
      return known.length === 0 ? undefined : `Known here: ${known.join(', ')}.`;
    },
  }),
  C7132: code<{ name: string; why: string; guard: string }>({
    rule: 'liquid-optional-variable',
    severity: 'error',
    summary: 'value that some leads do not have',
    message: ({ name, why }) => `"${name}" ${why}.`,
    help: ({ name, guard }) =>
      `Write {{ ${name} | default: '…' }}, default first, or put it inside {% if ${guard} %} … {% endif %}.`,
  }),
  C7133: code<{ name: string; near: string | undefined; known: readonly string[] }>({
    rule: 'liquid-unknown-filter',
    severity: 'error',
    summary: 'unknown Liquid filter',
    message: ({ name }) => `"${name}" is not a filter of templates.`,
    help: ({ name, near, known }) => {
      if (name === 'raw') return 'Values are always escaped: what a lead typed never becomes markup.';
      if (name.startsWith('escape')) return 'Remove it: values are escaped already.';
      return near === undefined ? `The filters are ${known.join(', ')}.` : `Did you mean ${near}?`;
    },
  }),
  C7134: code<{ name: string; near: string | undefined; known: readonly string[] }>({
    rule: 'liquid-unknown-tag',
    severity: 'error',
    summary: 'unknown Liquid tag',
    message: ({ name }) => `"${name}" is not a tag of templates.`,
    help: ({ near, known }) =>
      near === undefined ? `The tags are ${known.join(', ')}.` : `Did you mean ${near}?`,
  }),
  C7135: code<{ root: string }>({
    rule: 'liquid-dynamic-key',
    severity: 'error',
    summary: 'key that is known only when the message is sent',
    message: ({ root }) => `Which value of "${root}" this takes is known only when the message is sent.`,
    help: ({ root }) => `Name it: ${root}.x; or choose with {% case %}.`,
  }),
  C7136: code<{ name: string; type: string }>({
    rule: 'liquid-loop-not-list',
    severity: 'error',
    summary: 'loop over something that is no list',
    message: ({ name, type }) => `"${name}" is a ${type}, not a list.`,
    help: ({ name }) => `Make a list of it first: {% assign parts = ${name} | split: ',' %}.`,
  }),
  C7137: code({
    rule: 'liquid-clock',
    severity: 'error',
    summary: 'template that reads the clock',
    message: () => 'A message takes its dates from the lead and the entry: with the clock, previews would differ.',
    help: () => 'Use a date of the lead or of the entry.',
  }),
  C7138: code({
    rule: 'liquid-empty-default',
    severity: 'error',
    summary: 'default without a value',
    message: () => '"default" needs the value to use when there is none.',
    help: () => "Write | default: '…'.",
  }),
};
