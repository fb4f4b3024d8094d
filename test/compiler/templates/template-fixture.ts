import { readFileSync } from 'node:fs';

import { compileTemplate } from '../../../compiler/templates/compile-template.js';
import type { TemplateInput } from '../../../compiler/templates/compile-template.js';
import type { FieldPlan, SchemaPlan } from '../../../compiler/plan/ir.js';
import { createLineIndex } from '../../../grammar/line-index.js';

const optional = (type: FieldPlan['type']): FieldPlan => ({ type, personal: false });

export const schema: SchemaPlan = {
  lead: {
    email: optional('text'),
    first_name: optional('text'),
    company_size: optional('number'),
    trial_ends_at: optional('timestamp'),
    plan: { type: 'text', values: ['free', 'trial', 'pro'], default: 'free', personal: false },
  },
  events: {},
};

export const entry: Readonly<Record<string, FieldPlan>> = { source: optional('text') };

export const footer =
  '<mj-section><mj-column><mj-text>{{ company.postal_address }} <a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section>';

/** A template around what stands in one <mj-text>. */
export function around(text: string): string {
  return layout(`<mj-section><mj-column><mj-text>${text}</mj-text></mj-column></mj-section>`);
}

export function layout(sections: string): string {
  return template(frame(sections));
}

export function frame(sections: string): string {
  return `<mjml><mj-body>\n${sections}\n${footer}\n</mj-body></mjml>`;
}

export function template(body: string, frontMatter = 'subject: Hello\npreheader: There'): string {
  return `---\n${frontMatter}\n---\n${body}\n`;
}

export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

export function inputOf(text: string, more: Partial<TemplateInput> = {}): TemplateInput {
  return { source: { path: 'templates/trial/hello.mjml', text }, schema, entry, marketing: true, ...more };
}

/** One line per report: `C7131 4:7 lead.frist_name`, with what is underlined. */
export async function reports(text: string, more: Partial<TemplateInput> = {}): Promise<readonly string[]> {
  const { diagnostics } = await compileTemplate(inputOf(text, more));
  return diagnostics.map(({ code, span }) => {
    const source = span.file.endsWith('.txt') ? (more.text?.text ?? '') : text;
    const { line, column } = createLineIndex(source).position(span.start);
    return `${code} ${line}:${column} ${source.slice(span.start, span.end)}`;
  });
}
