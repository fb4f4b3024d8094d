import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { templateCodes } from '../../../compiler/templates/template-codes.js';
import { around, frame, layout, reports } from './template-fixture.js';

/** A page's example as a whole file: fragments stand in a message with all the law asks for. */
function completed(example: string): string {
  if (example.startsWith('---')) return example.includes('<mjml>') ? example : `${example}\n${frame('')}`;
  if (example.startsWith('<mjml>')) return example;
  return /<mj-|^\{%.*\n</.test(example) ? layout(example) : around(example);
}

describe.each(Object.keys(templateCodes))('the page of %s', (code) => {
  const page = readFileSync(new URL(`../../../docs/rules/${code}.md`, import.meta.url), 'utf8');
  const [wrong, right] = [...page.matchAll(/```mjml\n([^]*?)\n```/g)].map((match) => match[1] ?? '');

  test('has the name and the summary of the catalogue', () => {
    const { rule = '', summary = '', severity = '' } = Object.entries(templateCodes).find(([key]) => key === code)?.[1] ?? {};
    expect(page.startsWith(`# ${code} \`${rule}\`\n`)).toBe(true);
    expect(page.toLowerCase()).toContain(`\n${summary.toLowerCase()}. (${severity})\n`);
  });

  test(wrong === undefined ? 'says why it shows nothing' : 'shows what is reported, and a mend that is not', async () => {
    if (wrong === undefined || right === undefined) {
      expect(page).toMatch(/^## No example\n\n\S/m);
      return;
    }
    const found = await reports(completed(wrong));
    expect(new Set(found.map((line) => line.slice(0, 5)))).toEqual(new Set([code]));
    expect(await reports(completed(right))).toEqual([]);
  });
});
