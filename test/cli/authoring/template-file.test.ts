import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTemplateFile } from '../../../cli/local/template-file.js';
import { tempFolder } from '../perennial.js';

const content = { template: 'hello', subject: 'Hello', preheader: '', html: '<p>', text: 'p', hash: 'h1' };

test('a mail that compiled without a word is there for the next run, by its content', () => {
  const repository = tempFolder();
  const first = openTemplateFile(repository);
  first.set('key', { value: content, diagnostics: [] });
  first.save();
  expect(openTemplateFile(repository).get('key')).toEqual({ value: content, diagnostics: [] });
  expect(openTemplateFile(repository).get('another key')).toBeUndefined();
});

test('a mail keeps what it says of itself', () => {
  const repository = tempFolder();
  const tagged = { ...content, purpose: 'proof', asset: { type: 'case-study', name: 'leases' }, discount: '10%' };
  const first = openTemplateFile(repository);
  first.set('key', { value: tagged, diagnostics: [] });
  first.save();
  expect(openTemplateFile(repository).get('key')?.value).toEqual(tagged);
});

test('what a run did not use is forgotten', () => {
  const repository = tempFolder();
  const first = openTemplateFile(repository);
  first.set('old', { value: content, diagnostics: [] });
  first.set('kept', { value: content, diagnostics: [] });
  first.save();
  const second = openTemplateFile(repository);
  second.get('kept');
  second.save();
  expect(openTemplateFile(repository).get('old')).toBeUndefined();
  expect(openTemplateFile(repository).get('kept')).toBeDefined();
});

test('a broken file costs only time', () => {
  const repository = tempFolder();
  mkdirSync(join(repository, '.perennial'));
  writeFileSync(join(repository, '.perennial', 'templates.json'), '{"generation":1,"entries":{"key":{"subject":3}}');
  expect(openTemplateFile(repository).get('key')).toBeUndefined();
});
