import { describe, expect, test } from 'vitest';
import { createLineIndex } from '../../grammar/line-index.js';
import { check } from '../../compiler/check.js';
import { canonicalJson } from '../../compiler/plan/canonical-json.js';
import { contentHash, planHash } from '../../compiler/plan/content-hash.js';
import type { Source } from '../../grammar/span.js';
import { completed, printLines, readRepository } from './fixture.js';

const reference = readRepository('reference');

describe('the example of the language reference', () => {
  test('checks without a word', async () => {
    const { diagnostics, summary } = await check(reference);
    expect(printLines(diagnostics, reference)).toBe('');
    expect(summary).toEqual({ errors: 0, warnings: 0, campaigns: 1 });
  });

  test('becomes this plan', async () => {
    const { release } = await check(reference);
    const plan = release?.campaigns[0]?.plan;
    await expect(`${JSON.stringify(plan, null, 2)}\n`).toMatchFileSnapshot('reference.plan.json');
  });

  test('becomes this workspace', async () => {
    const { release } = await check(reference);
    await expect(`${JSON.stringify(release?.workspace, null, 2)}\n`).toMatchFileSnapshot('reference.workspace.json');
  });

  test('has a message for each step that sends', async () => {
    const { release } = await check(reference);
    const messages = release?.campaigns[0]?.content.messages ?? {};
    expect(Object.keys(messages)).toEqual(['hello', 'first-project', 'invite-team', 'trial-ending']);
    expect(messages['invite-team']?.template).toBe('invite-team');
  });

  test('hands its tests on', async () => {
    const { tests } = await check(reference);
    expect(tests.map(({ name }) => name.value)).toEqual(['an activated trial hears nothing more']);
  });
});

describe('hashes', () => {
  test('stay the same for other formatting, comments and order of keys', async () => {
    const one = await hashes(reference);
    const other = await hashes(edited('campaigns/trial-welcome.yaml', reformatted));
    expect(other).toEqual(one);
  });

  test('of the plan changes with a step, of the content with a template', async () => {
    const [plan, content] = await hashes(reference);
    const [longer, sameContent] = await hashes(
      edited('campaigns/trial-welcome.yaml', (text) => text.replace('at_most: 3d', 'at_most: 4d')),
    );
    expect(longer).not.toBe(plan);
    expect(sameContent).toBe(content);
    const [samePlan, reworded] = await hashes(
      edited('templates/trial-welcome/hello.mjml', (text) => text.replace('this is hello', 'good to see you')),
    );
    expect(samePlan).toBe(plan);
    expect(reworded).not.toBe(content);
  });

  test('do not depend on the order in which files are read', async () => {
    const forwards = await check(reference);
    const backwards = await check([...reference].reverse());
    expect(canonicalJson(backwards.release)).toBe(canonicalJson(forwards.release));
  });
});

describe('a repository with mistakes', () => {
  test('a campaign with ten different mistakes yields ten errors, each with its place and its help', async () => {
    const { diagnostics, release } = await check(tenMistakes);
    await expect(printLines(diagnostics, tenMistakes)).toMatchFileSnapshot('ten-mistakes.out');
    expect(release).toBeUndefined();
    expect(diagnostics).toHaveLength(10);
    expect(new Set(diagnostics.map(({ code }) => code)).size).toBe(10);
    for (const { help, severity } of diagnostics) {
      expect(severity).toBe('error');
      expect(help).toMatch(/\S/);
    }
    expect(diagnostics.map(({ span }) => wordAt(span.start, span.end))).toEqual([
      'sined_up',
      'product-tip',
      'onbording',
      'goodbye',
      'lead.contry'.slice(5),
      '"gold"',
      'lead.company_size >= "50"',
      'lead.country',
      'lead.trial_ends_at - 3d 09:00',
      'hello',
    ]);
  });

  test('reports come by file, then by place, each once', async () => {
    const { diagnostics } = await check([...tenMistakes].reverse());
    const starts = diagnostics.map(({ span }) => span.start);
    expect(starts).toEqual([...starts].sort((one, other) => one - other));
  });

  test('an unreadable schema does not make every attribute unknown', async () => {
    const sources = edited('schema/lead.yaml', () => 'lead: [');
    const { diagnostics } = await check(sources);
    expect(diagnostics.every(({ span }) => span.file === 'schema/lead.yaml')).toBe(true);
  });

  test('an unreadable perennial.yaml does not make every topic unknown', async () => {
    const { diagnostics } = await check(edited('perennial.yaml', () => 'dsl: ['));
    expect(diagnostics.every(({ span }) => span.file === 'perennial.yaml')).toBe(true);
  });

  test('files that mean nothing here are left out', async () => {
    const { summary } = await check([...reference, { path: 'README.md', text: '# Hello' }, { path: 'campaigns/deep/x.yaml', text: 'a' }]);
    expect(summary).toEqual({ errors: 0, warnings: 0, campaigns: 1 });
  });

  test('no sources at all say what is missing', async () => {
    const { diagnostics, release } = await check([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['C2001', 'C2001']);
    expect(release).toBeUndefined();
  });
});

const mistaken = `campaign: demo
kind: relationship
stage: lead
owner: growth
enter:
  - on: sined_up
goal: activated within 14d
email: topic product-tip from onbording
steps:
  - send: hello
  - send: goodbye-all
    template: goodbye
    after: 1d
    when: lead.contry == "DE"
  - send: second
    after: 2d
    when: lead.plan == "gold"
  - if: size
    when: lead.company_size >= "50"
    then:
      - task: call
        team: success
        when: lead.country != "DE"
  - task: trial-ending
    team: success
    at: lead.trial_ends_at - 3d 09:00
  - task: hello
    team: success
`;

const tenMistakes = completed(mistaken).filter(({ path }) => !path.endsWith('goodbye.mjml'));

function wordAt(start: number, end: number): string {
  const text = mistaken.slice(start, end);
  expect(createLineIndex(mistaken).position(start).line).toBeGreaterThan(0);
  return text;
}

function edited(path: string, edit: (text: string) => string): readonly Source[] {
  return reference.map((source) => (source.path === path ? { path, text: edit(source.text) } : source));
}

async function hashes(sources: readonly Source[]): Promise<readonly string[]> {
  const { release } = await check(sources);
  const campaign = release?.campaigns[0];
  return campaign === undefined ? [] : [planHash(campaign.plan), contentHash(campaign.content)];
}

function reformatted(text: string): string {
  const [first = '', second = '', ...others] = text.split('\n');
  return ['# A welcome.', second, first, ...others]
    .join('\n')
    .replace('event.plan == "trial"', '(event.plan  ==  "trial")')
    .replace('- send: hello ', '-   send: "hello" ');
}
