import { describe, expect, test } from 'vitest';
import { check } from '../../../compiler/check.js';
import type { Safety } from '../../../compiler/fixes/apply-fixes.js';
import { fixAll } from '../../../compiler/fixes/fix-all.js';
import { createTemplateCache } from '../../../compiler/templates/template-cache.js';
import type { Source } from '../../../grammar/span.js';
import { completed } from '../fixture.js';

const templateCache = createTemplateCache();
const checked = (sources: readonly Source[]) => check(sources, { templateCache });

const head = {
  yaml: 'campaign: demo\nkind: relationship\nstage: lead\nowner: growth\nenter:\n  - on: signed_up\ngoal: activated within 14d\nemail: topic product-tips from onboarding\nsteps:\n',
  campaign: 'campaign demo\nkind relationship  stage lead  owner growth\nenter on signed_up\ngoal activated within 14d\nemail topic product-tips from onboarding\n\n',
} as const;

interface Mended {
  readonly code: string;
  readonly name: string;
  readonly form: keyof typeof head;
  readonly safety: Safety;
  readonly before: string;
  readonly after: string;
}

const mended: readonly Mended[] = [
  {
    code: 'C6103', name: 'a line that decides nothing', form: 'yaml', safety: 'safe',
    before: '  - end: over\n    late: skip\n    note: done\n',
    after: '  - end: over\n    note: done\n',
  },
  {
    code: 'C6103', name: 'in braces', form: 'yaml', safety: 'safe',
    before: '  - { end: over, late: skip }\n',
    after: '  - { end: over }\n',
  },
  {
    code: 'C6103', name: 'in the textual form', form: 'campaign', safety: 'safe',
    before: 'end over late skip note "done"\n',
    after: 'end over note "done"\n',
  },
  {
    code: 'C4108', name: 'an answer that was begun', form: 'yaml', safety: 'safe',
    before: '  - if: big\n    when: lead.employee\n    then:\n      - end: over\n    else: []\n',
    after: '  - if: big\n    when: lead.employee\n    then:\n      - end: over\n',
  },
  {
    code: 'C4108', name: 'both of a wait', form: 'yaml', safety: 'safe',
    before: '  - wait: project\n    for: project_created\n    at_most: 3d\n    then: []\n    else: []\n  - end: over\n',
    after: '  - wait: project\n    for: project_created\n    at_most: 3d\n  - end: over\n',
  },
  {
    code: 'C4131', name: 'outcomes', form: 'yaml', safety: 'unsafe',
    before: '  - task: qualify\n    team: sdr\n    outcomes: {}\n',
    after: '  - task: qualify\n    team: sdr\n',
  },
  {
    code: 'C3118', name: 'ends the wrong way round', form: 'yaml', safety: 'safe',
    before: '  - send: hello\n    when: lead.company_size in 50..10\n',
    after: '  - send: hello\n    when: lead.company_size in 10..50\n',
  },
  {
    code: 'C4123', name: 'opens', form: 'yaml', safety: 'unsafe',
    before: '  - send: hello\n  - send: again\n    when: opened(hello since entry)\n',
    after: '  - send: hello\n  - send: again\n    when: clicked(hello since entry)\n',
  },
];

describe.each(['\n', '\r\n'])('with line ends %j', (ends) => {
  test.each(mended)('$code: $name', async ({ code, form, safety, before, after }) => {
    const path = `campaigns/demo.${form}`;
    const textOf = (steps: string) => (head[form] + steps).replaceAll('\n', ends);
    const sources = completed(head.yaml + before).map((source) => (source.path === 'campaigns/demo.yaml' ? { path, text: textOf(before) } : source));
    const { first, sources: left } = await fixAll(sources, checked, safety);
    expect(first.diagnostics.map((one) => one.code)).toContain(code);
    expect(left.find((source) => source.path === path)?.text).toBe(textOf(after));
  });
});

test('C4108: a question keeps its only answer', async () => {
  const sources = completed(`${head.yaml}  - if: big\n    when: lead.employee\n    then: []\n`);
  expect((await fixAll(sources, checked, 'unsafe')).sources).toEqual(sources);
});

test('C7141: a link without https', async () => {
  const [mail] = completed(`${head.yaml}  - send: hello\n`).filter(({ path }) => path === 'templates/demo/hello.mjml');
  const sources = completed(`${head.yaml}  - send: hello\n`).map((source) =>
    source.path === mail?.path ? { ...source, text: source.text.replace('href="https://app', 'href="http://app') } : source,
  );
  const { first, sources: left } = await fixAll(sources, checked, 'unsafe');
  expect(first.diagnostics.map(({ code }) => code)).toEqual(['C7141']);
  expect(left.find(({ path }) => path === mail?.path)?.text).toBe(mail?.text);
});
