import { describe, expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import { fixAll } from '../../../compiler/fixes/fix-all.js';
import { createTemplateCache } from '../../../compiler/templates/template-cache.js';
import { readRepository } from '../../../cli/read-repository.js';
import { createLineIndex } from '../../../grammar/line-index.js';
import type { Source } from '../../../grammar/span.js';
import { completed } from '../fixture.js';

const library = await readRepository(new URL('../../../campaigns/', import.meta.url).pathname);
const templateCache = createTemplateCache();
const checked = (sources: readonly Source[]) => check(sources, { templateCache });

/** Declared in the library and used more than once: in conditions, templates, the schema and tests. */
const declared = [
  ['perennial.yaml', 'business: mon-fri'],
  ['perennial.yaml', 'product-tips:'],
  ['perennial.yaml', 'success:'],
  ['schema/events.yaml', 'signed_up:'],
  ['schema/events.yaml', 'usage_limit_near:'],
  ['schema/events.yaml', 'used:'],
  ['schema/lead.yaml', 'first_name:'],
  ['schema/lead.yaml', 'renewal_date:'],
  ['schema/lead.yaml', 'plan:'],
] as const;

describe('a misspelt declaration', () => {
  test.each(declared)('in %s, of %s is one error, there, and one fix mends it', async (path, text) => {
    const broken = library.map((source) => (source.path === path ? { ...source, text: source.text.replace(text, `x${text}`) } : source));
    const { diagnostics } = await checked(broken);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toHaveLength(1);
    const [error] = errors;
    const start = broken.find((source) => source.path === path)?.text.indexOf(`x${text}`);
    expect(error?.span).toMatchObject({ file: path, start });
    expect(error?.labels.length).toBeGreaterThan(1);
    const mended = await fixAll(broken, checked, 'unsafe');
    expect(mended.sources).toEqual(library);
  });
});

test('a name that nothing declares is said at its first use, with the others beside it', async () => {
  const sources = completed(campaign('lead.seniorty == "vp" or lead.seniorty == "manager"'));
  const { diagnostics } = await checked(sources);
  expect(diagnostics.map(({ code, labels }) => [code, labels.length])).toEqual([['C2101', 1]]);
  const text = sources.find(({ path }) => path === 'campaigns/demo.yaml')?.text ?? '';
  expect(createLineIndex(text).position(diagnostics[0]?.span.start ?? 0).line).toBe(12);
  const { sources: mended } = await fixAll(sources, checked, 'unsafe');
  expect(mended.find(({ path }) => path === 'campaigns/demo.yaml')?.text).toContain('lead.seniority == "vp" or lead.seniority == "manager"');
});

test('two names that nothing declares are two mistakes', async () => {
  const { diagnostics } = await checked(completed(campaign('lead.seniorty == "vp" or lead.contry == "DE"')));
  expect(diagnostics.map(({ message }) => message)).toEqual(['A lead has no attribute "seniorty".', 'A lead has no attribute "contry".']);
});

function campaign(when: string): string {
  return `campaign: demo
kind: relationship
stage: lead
owner: growth
enter:
  - on: signed_up
goal: activated within 14d
email: topic product-tips from onboarding
steps:
  - send: hello
  - send: second
    when: ${when}
    after: 1d
  - send: third
    when: lead.seniority == "other" and lead.country == "AT"
    after: 4d
`;
}
