import { readFileSync } from 'node:fs';
import { manifestOf } from 'perennial/plugin';
import { expect, test } from 'vitest';
import { plugin } from '../src/plugin.js';

const json = (file: string): { name: string; version: string } => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));

test('the manifest that is shipped is that of the code', () => {
  expect(json('plugin.manifest.json')).toEqual(manifestOf(plugin, json('package.json')));
});
