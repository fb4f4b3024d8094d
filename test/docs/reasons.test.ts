import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { projectFile } from './fenced-blocks.js';

const page = projectFile('docs/guide/how-a-lead-is-decided.md');
const root = fileURLToPath(new URL('../../', import.meta.url));

test('the page has every word of the timeline', () => {
  const union = /export type ReasonCode =\n((?: {2}\| '\w+'\n?;?)+)/.exec(projectFile('runtime/engine/types.ts'))?.[1] ?? '';
  const codes = [...wordsIn(union, /'(\w+)'/g), ...written('code')].map((code) => code.replace('_', ' '));
  expect(firstCells('The words of the timeline', 'word')).toEqual(new Set(codes));
});

test('the page has every stable word for a reason', () => {
  expect(firstCells('The words of the timeline', 'detail')).toEqual(new Set(written('detail')));
});

test('the gate is asked as the page says', () => {
  const part = (name: string): string => projectFile(`runtime/engine/gate/${name}.ts`);
  // In the order in which it asks: the address where it stands, the moment last.
  const gate = `${part('gate').replace(/const away = .*/, () => part('reach'))}${part('moment')}`;
  const inCode = wordsIn(gate, /detail: '(\w+)'/g);
  const [, first = ''] = page.split('## The gate\n');
  const said = wordsIn(first.split('\n## ')[0] ?? '', /^\| .* \| .* \| `(\w+)` \|$/gm);
  expect(said).toEqual([...new Set(inCode)]);
});

/** `code: 'skipped'` in whatever decides about leads. */
function written(key: 'code' | 'detail'): readonly string[] {
  const literal = new RegExp(`\\b${key}: '(\\w+)'`, 'g');
  return ['runtime/engine', 'runtime/leads'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .flatMap((entry) => wordsIn(readFileSync(join(entry.parentPath, entry.name), 'utf8'), literal)),
  );
}

function wordsIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function firstCells(heading: string, title: string): ReadonlySet<string> {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const table = section.split('\n\n').find((block) => block.startsWith(`| ${title} |`)) ?? '';
  return new Set(wordsIn(table, /^\| `([\w ]+)` \|/gm));
}
