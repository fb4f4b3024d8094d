/**
 * What may stand in what, as MJML 5 has it: it drops the rest of the children, and any text where
 * elements are expected.
 */
type Content = 'markup' | 'text' | 'settings' | readonly string[];

const blocks = [
  'mj-accordion', 'mj-button', 'mj-carousel', 'mj-divider', 'mj-image', 'mj-navbar', 'mj-raw', 'mj-social',
  'mj-spacer', 'mj-table', 'mj-text',
] as const;

const elements: Readonly<Record<string, Content>> = {
  mjml: ['mj-head', 'mj-body', 'mj-raw'],
  'mj-head': [
    'mj-attributes', 'mj-breakpoint', 'mj-font', 'mj-html-attributes', 'mj-preview', 'mj-raw', 'mj-style',
    'mj-title',
  ],
  'mj-body': ['mj-hero', 'mj-raw', 'mj-section', 'mj-wrapper'],
  'mj-wrapper': ['mj-hero', 'mj-raw', 'mj-section'],
  'mj-section': ['mj-column', 'mj-group', 'mj-raw'],
  'mj-group': ['mj-column', 'mj-raw'],
  'mj-column': blocks,
  'mj-hero': blocks,
  'mj-accordion': ['mj-accordion-element', 'mj-raw'],
  'mj-accordion-element': ['mj-accordion-text', 'mj-accordion-title', 'mj-raw'],
  'mj-accordion-text': 'markup',
  'mj-accordion-title': 'markup',
  'mj-all': [],
  'mj-attributes': 'settings',
  'mj-breakpoint': [],
  'mj-button': 'markup',
  'mj-carousel': ['mj-carousel-image'],
  'mj-carousel-image': [],
  'mj-class': 'settings',
  'mj-divider': [],
  'mj-font': [],
  'mj-html-attribute': 'text',
  'mj-html-attributes': ['mj-selector'],
  'mj-image': [],
  'mj-include': [],
  'mj-navbar': ['mj-navbar-link', 'mj-raw'],
  'mj-navbar-link': 'markup',
  'mj-preview': 'text',
  'mj-raw': 'markup',
  'mj-selector': ['mj-html-attribute'],
  'mj-social': ['mj-raw', 'mj-social-element'],
  'mj-social-element': 'markup',
  'mj-spacer': [],
  'mj-style': 'text',
  'mj-table': 'markup',
  'mj-text': 'markup',
  'mj-title': 'text',
};

export const elementNames: readonly string[] = Object.keys(elements);

export function isMjml(name: string): boolean {
  return name === 'mjml' || name.startsWith('mj-');
}

export function contentOf(name: string): Content | undefined {
  return elements[name];
}

/** Whether HTML is written in it, as in <mj-text>. */
export function holdsMarkup(name: string): boolean {
  return elements[name] === 'markup';
}
