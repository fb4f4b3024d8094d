import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';

import { readRepository } from '../../cli/read-repository.js';
import { check } from '../../compiler/check.js';
import { runCampaignTest } from '../../runtime/simulate/campaign-test.js';

const root = new URL('../../campaigns/', import.meta.url).pathname;
const sources = await readRepository(root);
const { release, tests, diagnostics } = await check(sources);
const mails = sources.filter(({ path }) => path.endsWith('.mjml'));

test('the library compiles without an error or a warning', () => {
  expect(diagnostics.map(({ code, message, span }) => `${span.file} ${code} ${message}`)).toEqual([]);
  expect(release).toBeDefined();
});

describe('in virtual time', () => {
  test.each(tests.map((one) => [`${one.campaign?.value}: ${one.name.value}`, one] as const))('%s', (_, one) => {
    if (release === undefined) throw new Error('the library has errors');
    const { failures, happened } = runCampaignTest(one, release);
    expect(failures.map(({ text }) => text), happened.join('\n')).toEqual([]);
  });
});

test('every campaign has at least two tests', () => {
  const campaigns = sources.filter(({ path }) => path.startsWith('campaigns/'));
  expect(campaigns).toHaveLength(6);
  for (const { path } of campaigns) {
    const name = path.slice('campaigns/'.length, -'.yaml'.length);
    expect(tests.filter(({ campaign }) => campaign?.value === name).length, name).toBeGreaterThanOrEqual(2);
  }
});

test('no mail is left over that nobody sends', async () => {
  for (const { path } of mails) {
    const [, campaign, file] = path.split('/');
    const step = file?.replace('.mjml', '');
    const steps = await readFile(`${root}campaigns/${campaign}.yaml`, 'utf8');
    expect(steps, path).toMatch(new RegExp(`^\\s*- send: ${step}$`, 'm'));
  }
});

test.each(mails)('$path asks for one thing, and can be objected to', ({ text }) => {
  expect(text.match(/<mj-button href="https:\/\/app\.northwind\.example\/[^"]*">/g)).toHaveLength(1);
  expect(text).toContain('href="{{ unsubscribe_url }}"');
  expect(text).toContain('{{ company.postal_address }}');
  expect(text).toContain('You get this mail because');
});
