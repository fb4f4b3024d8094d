import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createCompilerReport } from '../../compiler/diagnostics/compiler-codes.js';
import { createMemory } from '../../compiler/memory.js';
import type { RememberingMemory } from '../../compiler/memory.js';
import type { Declared } from '../../compiler/names/declared.js';
import { declare } from '../../compiler/names/declared.js';
import type { TemplateFiles } from '../../compiler/project.js';

const asker = { path: 'campaigns/welcome.yaml', text: 'campaign: welcome' };

/** What a campaign may want to know of the templates. */
const questions: Readonly<Record<string, (declared: Declared) => unknown>> = {
  'whether there is one': ({ templates }) => templates.has('welcome/hello'),
  'what one says': ({ templates }) => templates.get('welcome/hello')?.mjml?.text,
  'which there are': ({ templates }) => [...templates.keys()],
  'all of them': ({ templates }) => [...templates.values()].map(({ name }) => name),
};

test.each(Object.keys(questions))('the table is let go of that was asked %s, for there is a new one at every keystroke', async (what) => {
  const memory = createMemory();
  const first = asked(memory, what);
  const second = asked(memory, what);
  // Whatever was looked at in a turn of the event loop is held until its end.
  await new Promise((resolve) => void setImmediate(resolve));
  collectGarbage();
  expect(first.deref()).toBeUndefined();
  expect(second.deref()).toBeDefined();
});

test.each(Object.keys(questions))('where the answer to %s is another one, it is found out again', (what) => {
  const memory = createMemory();
  let made = 0;
  const ask = (declared: Declared) => {
    memory.begin('');
    memory.amongOthers('names', asker, declared, (known) => {
      made += 1;
      return questions[what]?.(known);
    });
    return made;
  };
  expect([ask(names('Hello')), ask(names('Hello'))]).toEqual([1, 1]);
  const told = what === 'whether there is one' || what === 'which there are' ? names() : names('Goodbye');
  expect(ask(told)).toBe(2);
});

test('a file that was not asked for in one check is read again in the next', () => {
  const memory = createMemory();
  const read = (): string => memory.ofFile('tree', asker, () => `read in check ${check}`);
  let check = 1;
  memory.begin('');
  expect(read()).toBe('read in check 1');
  for (check = 2; check < 5; check += 1) memory.begin('');
  expect(read()).toBe('read in check 5');
});

test('of many files only those are read again whose text changed, wherever they stand now', () => {
  const memory = createMemory();
  const read: string[] = [];
  const readAll = (texts: Readonly<Record<string, string>>): readonly string[] => {
    const sources = Object.entries(texts).map(([path, text]) => ({ path, text }));
    return memory.ofEach('texts', sources, ({ path, text }) => {
      read.push(path);
      return text.toUpperCase();
    });
  };
  expect(readAll({ a: 'one', b: 'two', c: 'three' })).toEqual(['ONE', 'TWO', 'THREE']);
  read.length = 0;
  expect(readAll({ b: 'two', x: 'new', c: '3' })).toEqual(['TWO', 'NEW', '3']);
  expect(read).toEqual(['x', 'c']);
});

function asked(memory: RememberingMemory, what: string): WeakRef<Declared['templates']> {
  const declared = names('Hello');
  memory.begin('');
  memory.amongOthers('names', asker, declared, (known) => questions[what]?.(known));
  return new WeakRef(declared.templates);
}

function names(text?: string): Declared {
  const files: TemplateFiles = {
    campaign: 'welcome',
    name: 'hello',
    mjml: { path: 'templates/welcome/hello.mjml', text: text ?? '' },
    alternatives: [],
    refused: [],
  };
  const templates = new Map(text === undefined ? [] : [['welcome/hello', files]]);
  const complete = { schemaComplete: true, workspaceClean: true, unread: new Set<string>() };
  return declare({ schemas: [], campaigns: [], templates, complete }, createCompilerReport());
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
