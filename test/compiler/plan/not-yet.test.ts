import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { notYet } from '../../../compiler/plan/not-yet.js';
import { campaignText, checkWhole } from '../whole-repository.js';

const workspaceWith = (lines: string) => `# path: perennial.yaml
dsl: 1
company: Northwind Documents
postal_address: 12 Harbour Street, 20457 Hamburg, Germany
zone: Europe/Berlin
activation: activated
topics:
  product-tips: { title: Product tips, opt: out }
senders:
  onboarding: { address: anna@northwind.example, label: Anna of Northwind }
${lines}
`;

/** One example of each; a line of the table without one fails below. */
const examples: Readonly<Record<string, string>> = {
  'changed(account.…)': campaignText({ enter: '- on: changed(account.size)' }),
  'the event stage_changed': campaignText({ enter: '- on: stage_changed' }),
  'the event reopened': campaignText({ enter: '- on: reopened' }),
  '"leads" in "retention"': workspaceWith('retention: { leads: 3y }'),
};

test.each(notYet)('$construct is refused, and named', async ({ construct }) => {
  const example = examples[construct];
  if (example === undefined) throw new Error(`no example of ${construct}`);
  const { diagnostics, release } = await checkWhole(example);
  const named = diagnostics.filter(({ code }) => code === 'C1101').map(({ message }) => message);
  expect(named.some((message) => message.includes(construct))).toBe(true);
  expect(release).toBeUndefined();
});

test.each(notYet)('the language reference names $construct', ({ construct }) => {
  const page = readFileSync(new URL('../../../docs/reference/language.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
  const event = /^the event (.*)$/.exec(construct)?.[1];
  expect(page).toContain(event === undefined ? construct : `\`${event}\` *`);
});

test('no example is left over', () => {
  expect(Object.keys(examples).filter((name) => !notYet.some(({ construct }) => construct === name))).toEqual([]);
});

test('an event that the application sends is its own', async () => {
  const { diagnostics } = await checkWhole(campaignText({ enter: '- on: email_opened' }));
  expect(diagnostics.filter(({ code }) => code === 'C1101')).toEqual([]);
});

test.runIf(notYet.length > 0)('what cannot run yet is planned all the same', async () => {
  const [first] = notYet;
  const { plans, release, diagnostics } = await checkWhole(examples[first?.construct ?? ''] ?? '');
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['C1101']));
  expect(plans).toBeDefined();
  expect(release).toBeUndefined();
});

test('what can run is released as it was planned', async () => {
  const { plans, release } = await checkWhole(campaignText({}));
  expect(release).toBeDefined();
  expect(plans).toEqual(release);
});
